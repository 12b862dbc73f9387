/** What was begun to be written and not sent, as it was before a reload. */
export function recallDraft(key: string): string {
  try {
    return sessionStorage.getItem(key) ?? '';
  } catch {
    return '';
  }
}

/** Without storage the draft lives as long as the page. */
export function keepDraft(key: string, text: string): void {
  try {
    sessionStorage.setItem(key, text);
  } catch {
    // Full, or forbidden.
  }
}
