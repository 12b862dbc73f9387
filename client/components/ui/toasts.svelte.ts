import { createContext, untrack } from 'svelte';

/** A piece of news and how it is recognised. */
export interface Toast {
  readonly id: number;
  readonly text: string;
  /** Where it leads. */
  readonly href?: string | undefined;
  /** What can still be done about it. */
  readonly offer?: { readonly label: string; readonly take: () => void } | undefined;
}

const lifetime = 5_000;
const most = 3;

/** Short news that goes away by itself. The oldest makes room for the newest. */
export class Toasts {
  #list = $state.raw<readonly Toast[]>([]);
  #lastId = 0;

  get list(): readonly Toast[] {
    return this.#list;
  }

  /** Shows a sentence for a few seconds; gives the id by which it can be taken away before. */
  show(text: string, href?: string): number {
    this.#lastId += 1;
    const id = this.#lastId;
    // Whoever says something does not want to say it again whenever something is said.
    this.#list = [...untrack(() => this.#list), { id, text, href }].slice(-most);
    setTimeout(() => this.dismiss(id), lifetime);
    return id;
  }

  /** Shows a sentence as long as something can be done about it. */
  offer(text: string, label: string, forMs: number, take: () => void): void {
    this.#lastId += 1;
    const id = this.#lastId;
    this.#list = [...untrack(() => this.#list), { id, text, offer: { label, take } }].slice(-most);
    setTimeout(() => this.dismiss(id), forMs);
  }

  /** Takes a sentence away before its time. */
  dismiss(id: number): void {
    this.#list = this.#list.filter((toast) => toast.id !== id);
  }
}

/** The toasts of the page, for whatever is inside it. */
export const [getToasts, setToasts] = createContext<Toasts>();
