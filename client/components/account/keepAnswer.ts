const storageKey = 'hobnob.keepNameAsked';

/** Whether somebody said for good that they do not want to be asked to keep their name. */
export const keepAnswer = {
  given(): boolean {
    try {
      return localStorage.getItem(storageKey) !== null;
    } catch {
      return false;
    }
  },

  give(): void {
    try {
      localStorage.setItem(storageKey, 'no');
    } catch {
      // Without storage the answer lasts as long as the page.
    }
  },
};
