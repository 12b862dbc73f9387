const storageKey = 'hobnob.theme';

/** Takes over the light or dark that was chosen before; without a choice the page follows the device. */
export function restoreTheme(): void {
  try {
    const chosen = localStorage.getItem(storageKey);
    if (chosen === 'light' || chosen === 'dark') document.documentElement.dataset.theme = chosen;
  } catch {
    // Without storage the page follows the device.
  }
}

/** How light the page is: as the device says, or as chosen. */
export type Theme = 'device' | 'light' | 'dark';

/** What was chosen. */
export function currentTheme(): Theme {
  const { theme } = document.documentElement.dataset;
  return theme === 'light' || theme === 'dark' ? theme : 'device';
}

/** Shows everything in this light, now and at the next visit. */
export function useTheme(theme: Theme): void {
  const { dataset } = document.documentElement;
  if (theme === 'device') delete dataset.theme;
  else dataset.theme = theme;
  try {
    if (theme === 'device') localStorage.removeItem(storageKey);
    else localStorage.setItem(storageKey, theme);
  } catch {
    // The choice lasts as long as the page.
  }
}

/** Light becomes dark and dark becomes light. */
export function switchTheme(): void {
  const { theme } = document.documentElement.dataset;
  const dark = theme ? theme === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
  useTheme(dark ? 'light' : 'dark');
}
