import type { ChatMessage } from '../../protocol/chat.ts';
import { quote } from '../../protocol/lines.ts';
import type { LatestMessages } from '../store/Store.ts';

/** The latest page of a live room's chat and what is pinned there, at hand for everybody who comes in. */
export class RecentMessages {
  readonly #most: number;
  readonly #messages: ChatMessage[];
  /** What was pinned; also what no longer is, so that news that come late change nothing. */
  readonly #pins: Map<number, ChatMessage>;
  #more: boolean;
  #revision: number;
  // Two changes of the same moment are stored in one order and may be told in the other.
  readonly #early = new Set<number>();

  constructor({ messages, more, revision }: LatestMessages, pins: readonly ChatMessage[], most: number) {
    this.#most = most;
    this.#messages = [...messages];
    this.#pins = new Map(pins.map((message) => [message.seq, message]));
    this.#more = more;
    this.#revision = revision;
  }

  /** `revision`: everything up to it is in the page. */
  get page(): LatestMessages {
    return { messages: [...this.#messages], more: this.#more, revision: this.#revision };
  }

  /** The lines that are pinned, in their order. */
  get pins(): ChatMessage[] {
    return [...this.#pins.values()].filter(({ pinned }) => pinned).sort((a, b) => a.seq - b.seq);
  }

  /** Takes a new line. */
  add(message: ChatMessage): void {
    this.#count(message);
    const place = this.#messages.findLastIndex(({ seq }) => seq < message.seq) + 1;
    this.#messages.splice(place, 0, message);
    if (this.#messages.length <= this.#most) return;
    this.#messages.shift();
    this.#more = true;
  }

  /** Takes what became of a line; false: that was known. */
  change(message: ChatMessage): boolean {
    if (message.revision <= this.#revision || this.#early.has(message.revision)) return false;
    this.#count(message);
    const place = this.#messages.findIndex(({ seq }) => seq === message.seq);
    const before = this.#messages[place];
    if (before && before.revision < message.revision) this.#messages[place] = message;
    const known = this.#pins.get(message.seq);
    if (known ? known.revision < message.revision : message.pinned) this.#pins.set(message.seq, message);
    for (const [index, other] of this.#messages.entries()) {
      if (other.answers?.seq === message.seq) this.#messages[index] = { ...other, answers: quote(message) };
    }
    return true;
  }

  #count({ revision }: ChatMessage): void {
    this.#early.add(revision);
    while (this.#early.delete(this.#revision + 1)) this.#revision++;
  }
}
