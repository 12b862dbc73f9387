import { tick } from 'svelte';

/** Brings what is wrong first on the page into sight, and the keyboard to where it is mended (WCAG 2.2, 3.3.1). */
export async function showMistake(): Promise<void> {
  await tick();
  const field = document.querySelector('main .err')?.closest('.field');
  const control = field?.querySelector<HTMLElement>('input, textarea, select');
  control?.focus({ preventScroll: true });
  control?.scrollIntoView({ block: 'center' });
}
