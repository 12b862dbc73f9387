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

/** Light becomes dark and dark becomes light. */
export function switchTheme(): void {
  const { dataset } = document.documentElement;
  const dark = dataset.theme ? dataset.theme === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
  dataset.theme = dark ? 'light' : 'dark';
  try {
    localStorage.setItem(storageKey, dataset.theme);
  } catch {
    // The choice lasts as long as the page.
  }
}
