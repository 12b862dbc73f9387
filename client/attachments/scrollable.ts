import type { Attachment } from 'svelte/attachments';

const focusable = 'a[href], button, input, select, textarea, [tabindex]';

/** Lets the keyboard scroll what does not fit and holds nothing that takes the focus (WCAG 2.1.1). */
export const scrollable: Attachment<HTMLElement> = (element) => {
  const fit = () => {
    const { scrollHeight, clientHeight, scrollWidth, clientWidth } = element;
    const overflows = scrollHeight > clientHeight || scrollWidth > clientWidth;
    if (overflows && !element.querySelector(focusable)) element.tabIndex = 0;
    else element.removeAttribute('tabindex');
  };
  const sizes = new ResizeObserver(fit);
  sizes.observe(element);
  const children = new MutationObserver(fit);
  children.observe(element, { childList: true, subtree: true });
  return () => {
    sizes.disconnect();
    children.disconnect();
  };
};
