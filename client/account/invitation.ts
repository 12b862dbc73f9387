/** Something that is kept for as long as this tab is open: a provider, or a page to sign in, leads away and back. */
function keptInTab(storageKey: string) {
  return {
    read(): string | undefined {
      try {
        return sessionStorage.getItem(storageKey) ?? undefined;
      } catch {
        return undefined;
      }
    },

    keep(value: string): void {
      try {
        sessionStorage.setItem(storageKey, value);
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
}

/** The invitation with which somebody came. */
export const invitation = keptInTab('hobnob.invitation');

/** The code of the machine with which somebody comes to run the house. */
export const adminCode = keptInTab('hobnob.adminCode');
