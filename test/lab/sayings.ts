declare global {
  interface Window {
    /** Every sentence that the page showed for a moment, or as something that went wrong. */
    sayings: string[];
  }
}

/** Runs in the page before its own scripts: it must not use anything of this file but types. */
export function keepSayings(): void {
  window.sayings = [];
  const keep = (node: Node) => {
    if (!(node instanceof Element)) return;
    const sentence =
      node.closest('[role=alert]') ?? node.closest('.toast') ?? node.querySelector('[role=alert], .toast');
    const text = sentence?.textContent?.trim();
    if (text) window.sayings.push(text);
  };
  new MutationObserver((changes) => {
    for (const { addedNodes } of changes) addedNodes.forEach(keep);
  }).observe(document, { childList: true, subtree: true });
}

/** Runs in the page: what it said so far, and where a key would go. */
export function whatWasSaid(): string {
  const focus = document.activeElement?.cloneNode(false) as Element | undefined;
  return `it said: ${JSON.stringify(window.sayings)}; keys go to ${focus?.outerHTML ?? 'nobody'}`;
}
