import type { ChatMessage } from '../../protocol/chat.ts';
import type { ChatRequests } from './ChatRequests.ts';
import { RequestError } from './RequestError.ts';

const pauseMs = 200;

/** What was found in a room's chat, as one types what to look for. */
export class ChatSearch {
  text = $state('');
  /** The latest first; null while nothing was looked for. */
  found = $state.raw<readonly ChatMessage[] | null>(null);
  /** Whether there is more further up. */
  more = $state(false);
  problem = $state.raw<RequestError | null>(null);
  readonly #requests: ChatRequests;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(requests: ChatRequests) {
    this.#requests = requests;
  }

  /** Looks for it, when nothing more is typed for a moment. */
  type(text: string): void {
    this.text = text;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#look([]), pauseMs);
  }

  async loadMore(): Promise<void> {
    await this.#look(this.found ?? []);
  }

  close(): void {
    clearTimeout(this.#timer);
  }

  async #look(before: readonly ChatMessage[]): Promise<void> {
    const { text } = this;
    if (text.trim() === '') {
      this.found = null;
      this.more = false;
      return;
    }
    const last = before.at(-1);
    try {
      const page = await this.#requests.request('chat:search', { text, ...(last && { before: last.seq }) });
      // Something else is looked for by now.
      if (this.text !== text) return;
      this.found = [...before, ...page.messages];
      this.more = page.more;
      this.problem = null;
    } catch (error) {
      if (this.text === text) this.problem = RequestError.of(error);
    }
  }
}
