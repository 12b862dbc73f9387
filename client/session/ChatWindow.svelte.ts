import type { ChatMessage } from '../../protocol/chat.ts';
import { quote } from '../../protocol/lines.ts';
import type { ChatRequests } from './ChatRequests.ts';

/** So many lines are at hand, and so on the screen, however many there are. */
export const windowLines = 200;

/** The part of a room's chat that is at hand: mostly its end, elsewhere when one reads further up. */
export class ChatWindow {
  messages = $state.raw<readonly ChatMessage[]>([]);
  /** Whether there are older lines than the first one here. */
  more = $state(false);
  /** Whether there are later lines than the last one here. */
  later = $state(false);
  /** The last line of the room. */
  lastSeq = $state(0);
  /** Whether one looks at the end: then older lines give way to new ones, else the new ones wait. */
  following = true;
  readonly #requests: ChatRequests;
  #loading = false;

  constructor(requests: ChatRequests) {
    this.#requests = requests;
  }

  get first(): number {
    return this.messages[0]?.seq ?? 0;
  }

  get last(): number {
    return this.messages.at(-1)?.seq ?? 0;
  }

  show(messages: readonly ChatMessage[], more: boolean, later = false): void {
    this.messages = messages;
    this.more = more;
    this.lastSeq = Math.max(this.lastSeq, this.last);
    this.later = later || this.last < this.lastSeq;
  }

  /** Puts lines in their places, each as it was last. */
  take(news: readonly ChatMessage[]): void {
    const { first, last } = this;
    const bySeq = new Map(this.messages.map((message) => [message.seq, message]));
    const changed = new Map<number, ChatMessage>();
    for (const message of news) {
      this.lastSeq = Math.max(this.lastSeq, message.seq);
      // Where nobody looks: it comes with its page.
      if ((message.seq < first && this.more) || (message.seq > last && this.later)) continue;
      if ((bySeq.get(message.seq)?.revision ?? 0) >= message.revision) continue;
      bySeq.set(message.seq, message);
      changed.set(message.seq, message);
    }
    const all = [...bySeq.values()].map((message) => {
      const answered = message.answers && changed.get(message.answers.seq);
      return answered ? { ...message, answers: quote(answered) } : message;
    });
    this.messages = all.sort((a, b) => a.seq - b.seq);
    if (this.following) this.#dropOldest();
    else this.#dropLatest();
  }

  /** Rejects, like those below, with a `RequestError`. */
  async loadOlder(): Promise<void> {
    if (!this.more) return;
    await this.#load(async () => {
      const { first } = this;
      const page = await this.#requests.request('chat:before', { seq: first });
      // Meanwhile somewhere else may have been looked at.
      if (this.first !== first) return;
      this.messages = [...page.messages, ...this.messages];
      this.more = page.more;
      this.#dropLatest();
    });
  }

  async loadLater(): Promise<void> {
    if (!this.later) return;
    await this.#load(async () => {
      const { last } = this;
      const page = await this.#requests.request('chat:after', { seq: last });
      if (this.last !== last) return;
      this.messages = [...this.messages, ...page.messages];
      this.lastSeq = Math.max(this.lastSeq, this.last);
      this.later = page.more || this.last < this.lastSeq;
      this.#dropOldest();
    });
  }

  /** Looks at a line and those around it. */
  async loadAround(seq: number): Promise<void> {
    const { messages, more, later } = await this.#requests.request('chat:around', { seq });
    this.show(messages, more, later);
  }

  /** Looks at the end. */
  async loadNewest(): Promise<void> {
    const page = await this.#requests.request('chat:before', { seq: this.lastSeq + 1 });
    this.following = true;
    this.show(page.messages, page.more);
  }

  /** One page at a time: two clicks may ask for the same one. */
  async #load(page: () => Promise<void>): Promise<void> {
    if (this.#loading) return;
    this.#loading = true;
    try {
      await page();
    } finally {
      this.#loading = false;
    }
  }

  #dropOldest(): void {
    if (this.messages.length <= windowLines) return;
    this.messages = this.messages.slice(-windowLines);
    this.more = true;
  }

  #dropLatest(): void {
    if (this.messages.length <= windowLines) return;
    this.messages = this.messages.slice(0, windowLines);
    this.later = true;
  }
}
