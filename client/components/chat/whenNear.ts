import type { Attachment } from 'svelte/attachments';

/** Presses a button before one has scrolled as far as to it, and again as long as it stays near. */
export function whenNear(press: () => Promise<boolean>): Attachment<HTMLElement> {
  return (element) => {
    const observer = new IntersectionObserver(
      ([entry]) => {
        if (!entry?.isIntersecting) return;
        observer.unobserve(element);
        // What could not be loaded waits for a press, or for the next time one comes here.
        void press().then((came) => came && observer.observe(element));
      },
      { root: element.closest('.scroll'), rootMargin: '500px 0px' },
    );
    observer.observe(element);
    return () => observer.disconnect();
  };
}
