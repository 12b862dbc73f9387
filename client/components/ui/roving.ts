import type { Attachment } from 'svelte/attachments';

interface Options {
  /** The things to move between. */
  items: string;
  /** Which arrows move: those along the list. A grid takes both. */
  orientation?: 'horizontal' | 'vertical' | 'both';
}

/** One stop for Tab in a toolbar, menu or list; the arrows, Home and End move inside it. */
export function roving({ items, orientation = 'both' }: Options): Attachment<HTMLElement> {
  return (list) => {
    const all = () =>
      [...list.querySelectorAll<HTMLElement>(items)].filter(
        (item) => item.checkVisibility() && !disabled(item),
      );

    function choose(chosen: HTMLElement | undefined): void {
      for (const item of list.querySelectorAll<HTMLElement>(items)) item.tabIndex = item === chosen ? 0 : -1;
    }

    /** Keeps exactly one stop while items come and go. */
    function settle(): void {
      const now = all();
      choose(now.find((item) => item.tabIndex === 0 && item.hasAttribute('tabindex')) ?? now[0]);
    }

    function move(event: KeyboardEvent): void {
      const now = all();
      const from = now.indexOf(document.activeElement as HTMLElement);
      const to = from < 0 ? undefined : target(event.key, from, now.length, orientation, isRightToLeft(list));
      const item = to === undefined ? undefined : now[to];
      if (!item) return;
      event.preventDefault();
      item.focus();
    }

    function follow({ target: focused }: FocusEvent): void {
      const item = focused instanceof HTMLElement ? focused.closest<HTMLElement>(items) : null;
      if (item) choose(item);
    }

    settle();
    const observer = new MutationObserver(settle);
    observer.observe(list, { childList: true, subtree: true });
    list.addEventListener('keydown', move);
    list.addEventListener('focusin', follow);
    return () => {
      observer.disconnect();
      list.removeEventListener('keydown', move);
      list.removeEventListener('focusin', follow);
    };
  };
}

function target(
  key: string,
  from: number,
  count: number,
  orientation: NonNullable<Options['orientation']>,
  rightToLeft: boolean,
): number | undefined {
  const forwards = rightToLeft ? 'ArrowLeft' : 'ArrowRight';
  const backwards = rightToLeft ? 'ArrowRight' : 'ArrowLeft';
  if (key === 'Home') return 0;
  if (key === 'End') return count - 1;
  if (
    (key === forwards && orientation !== 'vertical') ||
    (key === 'ArrowDown' && orientation !== 'horizontal')
  ) {
    return (from + 1) % count;
  }
  if (
    (key === backwards && orientation !== 'vertical') ||
    (key === 'ArrowUp' && orientation !== 'horizontal')
  ) {
    return (from - 1 + count) % count;
  }
  return undefined;
}

function isRightToLeft(element: Element): boolean {
  return getComputedStyle(element).direction === 'rtl';
}

function disabled(item: HTMLElement): boolean {
  return item.matches(':disabled');
}
