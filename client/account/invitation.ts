const storageKey = 'hobnob.invitation';

/** The invitation with which somebody came, for as long as this tab is open: a provider leads away and back again. */
export const invitation = {
  read(): string | undefined {
    try {
      return sessionStorage.getItem(storageKey) ?? undefined;
    } catch {
      return undefined;
    }
  },

  keep(token: string): void {
    try {
      sessionStorage.setItem(storageKey, token);
    } catch {
      // Without storage it lasts as long as the page.
    }
  },

  forget(): void {
    try {
      sessionStorage.removeItem(storageKey);
    } catch {
      // There is none then.
    }
  },
};
