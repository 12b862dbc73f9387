/**
 * Gives the focus back to what opened something that closes now, unless it went elsewhere already: the browser
 * returns it at once, the event that tells us comes later, and somebody may have moved on in between.
 */
export function giveFocusBack(opener: Element | null, closing: Element): void {
  const { activeElement } = document;
  const nowhere = activeElement === null || activeElement === document.body;
  if (opener instanceof HTMLElement && (nowhere || closing.contains(activeElement))) opener.focus();
}
