/** Whose buttons one has to look for. */
export type BrowserFamily = 'chromium' | 'firefox' | 'safari';

/** Which browser this is, as far as its words for permissions go. */
export function browserFamily(userAgent: string = navigator.userAgent): BrowserFamily {
  if (userAgent.includes('Firefox')) return 'firefox';
  // Chromium calls itself Safari as well.
  return userAgent.includes('Safari') && !userAgent.includes('Chrom') ? 'safari' : 'chromium';
}
