import type { ChatMessage } from '../../protocol/chat.ts';
import type { MessagePage } from '../store/Store.ts';

/** The latest page of a live room's chat, at hand for everybody who comes in. */
export class RecentMessages {
  readonly #most: number;
  readonly #messages: ChatMessage[];
  #more: boolean;

  constructor({ messages, more }: MessagePage, most: number) {
    this.#most = most;
    this.#messages = [...messages];
    this.#more = more;
  }

  get page(): MessagePage {
    return { messages: [...this.#messages], more: this.#more };
  }

  add(message: ChatMessage): void {
    // Two who write at the same moment are stored in one order and may be told in the other.
    const place = this.#messages.findLastIndex(({ seq }) => seq < message.seq) + 1;
    this.#messages.splice(place, 0, message);
    if (this.#messages.length <= this.#most) return;
    this.#messages.shift();
    this.#more = true;
  }
}
