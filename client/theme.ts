import type { Accent, Base } from '../protocol/themes.ts';

/** How the frame looks to oneself. */
export interface Look {
  readonly base: Base;
  readonly accent: Accent;
}

const baseKey = 'hobnob.theme';
const accentKey = 'hobnob.accent';
const defaultAccent = 'marigold';

/** Takes over the look that was chosen before; without a choice the page follows the device. */
export function restoreLook(): void {
  try {
    show(localStorage.getItem(baseKey), localStorage.getItem(accentKey));
  } catch {
    // Without storage the page follows the device.
  }
}

/** Looks like that from now on, at the next visit too. */
export function wear({ base, accent }: Look): void {
  show(base, accent);
  try {
    localStorage.setItem(baseKey, base);
    localStorage.setItem(accentKey, accent);
  } catch {
    // The choice lasts as long as the page.
  }
}

/** The other light than right now: light becomes dark and dark becomes light. */
export function otherLight(): Base {
  const worn = wornBase();
  const fixed = worn === 'light' || worn === 'dark';
  const dark = fixed ? worn === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
  return dark ? 'light' : 'dark';
}

/** The base that is worn right now. */
export function wornBase(): Base {
  return (document.documentElement.dataset.theme as Base | undefined) ?? 'device';
}

/** The accent that is worn right now. */
export function wornAccent(): Accent {
  return (document.documentElement.dataset.accent as Accent | undefined) ?? defaultAccent;
}

// What is no choice of ours has no rule in the styles, and changes nothing.
function show(base: string | null, accent: string | null): void {
  const { dataset } = document.documentElement;
  if (base && base !== 'device') dataset.theme = base;
  else delete dataset.theme;
  if (accent && accent !== defaultAccent) dataset.accent = accent;
  else delete dataset.accent;
}
