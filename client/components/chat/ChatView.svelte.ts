import { tick } from 'svelte';
import type { ChatLog } from '../../session/ChatLog.svelte.ts';

const nearEndPx = 40;

/**
 * How one looks at a log: where in it, what of it was read, and whether at its end. The list is drawn from its end
 * upwards (`column-reverse`), so whoever is at the end stays there; anywhere else the view is held by hand.
 */
export class ChatView {
  atEnd = $state(true);
  /** Where reading stopped when one came: the mark stays in its place while one reads on. Null where all was read. */
  unreadAfter = $state<number | null>(null);
  /** How many lines were unread then. */
  unreadCount = $state(0);
  /** Whether the first unread line is further up than what is at hand. */
  readonly farBehind = $derived.by(() => {
    const { first } = this.#chat.window;
    return this.unreadAfter !== null && first > this.unreadAfter + 1;
  });
  readonly #chat: ChatLog;
  readonly #complain: (error: unknown) => void;
  #begin: number | null;
  #scroller: HTMLElement | undefined;

  /** Begins at a line, or where reading stopped. */
  constructor(chat: ChatLog, begin: number | null, complain: (error: unknown) => void) {
    this.#chat = chat;
    this.#begin = begin;
    this.#complain = complain;
    this.#noteUnread();
  }

  /** Takes the element that scrolls. */
  readonly attach = (scroller: HTMLElement) => {
    this.#scroller = scroller;
    const look = () => this.#look();
    const comeBack = () => {
      if (document.visibilityState === 'visible' && this.#chat.unread > 0) this.#noteUnread();
      look();
    };
    if (this.#begin === null) scroller.querySelector('.since')?.scrollIntoView({ block: 'start' });
    else this.seek(this.#begin).catch(this.#complain);
    this.#begin = null;
    // Without what happens in it this is done once, when the chat is opened.
    queueMicrotask(look);
    scroller.addEventListener('scroll', look, { passive: true });
    document.addEventListener('visibilitychange', comeBack);
    return () => {
      this.#chat.window.following = true;
      scroller.removeEventListener('scroll', look);
      document.removeEventListener('visibilitychange', comeBack);
    };
  };

  /** Holds the view while lines come and go at both ends: called before each change. */
  hold(): void {
    const scroller = this.#scroller;
    if (!scroller) return;
    const line = this.atEnd ? undefined : this.#lines().find((line) => bottomOf(line) > topOf(scroller));
    const seq = seqOf(line);
    const before = line ? topOf(line) : 0;
    void tick().then(() => {
      // Among others it may stand in another group, and so be drawn anew.
      const now = line && this.#find(seq);
      if (now) scroller.scrollTop += topOf(now) - before;
      this.#look();
    });
  }

  /** Leads to a line, wherever it is. Rejects with a `RequestError`. */
  async seek(seq: number, block: ScrollLogicalPosition = 'center'): Promise<void> {
    if (!this.#find(seq)) {
      this.#leaveEnd();
      await this.#chat.window.loadAround(seq);
      await tick();
    }
    const line = this.#find(seq);
    line?.scrollIntoView({ block });
    line?.animate([{ background: 'var(--accent-soft)' }, {}], { duration: 1_600 });
  }

  /** Leads to the first line that was unread. */
  async seekUnread(): Promise<void> {
    if (this.unreadAfter === null) return;
    await this.seek(this.unreadAfter + 1, 'start');
    this.#scroller?.querySelector('.since')?.scrollIntoView({ block: 'start' });
  }

  async toNewest(): Promise<void> {
    const { window } = this.#chat;
    const near = !window.later;
    if (!near) await window.loadNewest();
    await tick();
    this.#scroller?.scrollTo({ top: 0, behavior: near ? 'smooth' : 'instant' });
  }

  /** What lies around is not at hand yet: nothing that comes meanwhile pushes it away. */
  #leaveEnd(): void {
    this.atEnd = false;
    this.#chat.window.following = false;
  }

  #noteUnread(): void {
    const { read, unread } = this.#chat;
    this.unreadAfter = unread > 0 && read.seq > 0 ? read.seq : null;
    this.unreadCount = unread;
  }

  #look(): void {
    const scroller = this.#scroller;
    if (!scroller) return;
    const { window, read } = this.#chat;
    this.atEnd = scroller.scrollTop > -nearEndPx && !window.later;
    window.following = this.atEnd;
    if (document.visibilityState !== 'visible') return;
    const bottom = scroller.getBoundingClientRect().bottom;
    const seen = this.atEnd ? window.last : seqOf(this.#lines().findLast((line) => topOf(line) < bottom));
    read.reach(seen);
  }

  #find(seq: number): HTMLElement | null | undefined {
    return this.#scroller?.querySelector<HTMLElement>(`[data-seq="${seq}"]`);
  }

  #lines(): HTMLElement[] {
    return [...(this.#scroller?.querySelectorAll<HTMLElement>('[data-seq]') ?? [])];
  }
}

const topOf = (element: HTMLElement) => element.getBoundingClientRect().top;
const bottomOf = (element: HTMLElement) => element.getBoundingClientRect().bottom;
const seqOf = (line: HTMLElement | undefined) => Number(line?.dataset.seq ?? 0);
