import type { ChatMessage } from '../../../protocol/chat.ts';
import type { Client } from '../../support/Client.ts';
import type { Line } from './words.ts';

/** The chat as a page shows it: what comes next is put below, a gap is asked for, nothing is taken back. */
export class Log {
  readonly lines: Line[] = [];
  readonly #client: () => Client;
  #catching: Promise<void> | null = null;

  /** Asks whichever client is connected. */
  constructor(client: () => Client) {
    this.#client = client;
  }

  receive(message: ChatMessage): void {
    const last = this.#lastSeq;
    if (message.seq === last + 1) this.#show(message);
    else if (message.seq > last) this.catchUp().catch(() => {});
  }

  /** Asks for what is missing. Rejects where the connection does not last: coming back asks again. */
  catchUp(): Promise<void> {
    this.#catching ??= this.#ask().finally(() => {
      this.#catching = null;
    });
    return this.#catching;
  }

  get #lastSeq(): number {
    return this.lines.at(-1)?.seq ?? 0;
  }

  async #ask(): Promise<void> {
    for (let more = true; more; ) {
      // Nobody changes a line here: revisions count as places do.
      const page = await this.#client().request('chat:changes', { revision: this.#lastSeq });
      for (const message of page.messages) if (message.seq > this.#lastSeq) this.#show(message);
      more = page.more;
    }
  }

  #show({ seq, clientMessageId: id }: ChatMessage): void {
    this.lines.push({ seq, id });
  }
}
