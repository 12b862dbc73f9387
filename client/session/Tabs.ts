import type { RoomSlug } from '../../protocol/ids.ts';
import { randomUuid } from './randomUuid.ts';

/** The call that a tab has. */
export interface TabCall {
  readonly slug: RoomSlug;
  /** The name of the room. */
  readonly room: string;
}

/** What tabs say to each other. */
type Word =
  | { readonly say: 'who has a call?' }
  | { readonly say: 'I have a call'; readonly from: string; readonly call: TabCall }
  | { readonly say: 'leave your call' };

interface TabsParts {
  /** The name under which the tabs of one person find each other. */
  readonly name: string;
  /** The call of this tab, if it has one. */
  readonly call: () => TabCall | null;
  /** Another tab takes this one's place, in another room. */
  readonly leave: () => void;
}

// Paid only by who steps in while another tab had a call, and that tab is gone or asleep.
const answerMs = 700;

/** The tabs of one browser: who of them has the call. They talk among themselves; the server is not asked. */
export class Tabs {
  readonly #parts: TabsParts;
  readonly #id = randomUuid();
  readonly #channel: BroadcastChannel | null;
  /** As far as is known: a tab may have crashed, or left its call since. */
  readonly #others = new Map<string, TabCall>();
  readonly #waiting = new Set<(call: TabCall) => void>();

  constructor(parts: TabsParts) {
    this.#parts = parts;
    this.#channel = 'BroadcastChannel' in globalThis ? new BroadcastChannel(`hobnob.${parts.name}`) : null;
    this.#channel?.addEventListener('message', ({ data }: MessageEvent<Word>) => this.#hear(data));
    // So that nobody has to wait for answers at the moment of stepping in.
    this.#say({ say: 'who has a call?' });
  }

  /** Tells the others that this tab has a call. */
  announce(): void {
    const call = this.#parts.call();
    if (call) this.#say({ say: 'I have a call', from: this.#id, call });
  }

  /** The call another tab has right now, if any. */
  async find(): Promise<TabCall | null> {
    if (this.#others.size === 0) return null;
    this.#others.clear();
    const { promise, resolve } = Promise.withResolvers<TabCall | null>();
    const timer = setTimeout(() => resolve(null), answerMs);
    this.#waiting.add(resolve);
    this.#say({ say: 'who has a call?' });
    const found = await promise;
    clearTimeout(timer);
    this.#waiting.delete(resolve);
    return found;
  }

  /** Ends the calls of all other tabs. */
  dismiss(): void {
    this.#others.clear();
    this.#say({ say: 'leave your call' });
  }

  close(): void {
    this.#channel?.close();
  }

  #say(word: Word): void {
    this.#channel?.postMessage(word);
  }

  #hear(word: Word): void {
    switch (word.say) {
      case 'who has a call?':
        this.announce();
        break;
      case 'I have a call':
        this.#others.set(word.from, word.call);
        for (const answer of [...this.#waiting]) answer(word.call);
        break;
      case 'leave your call':
        this.#parts.leave();
        break;
    }
  }
}
