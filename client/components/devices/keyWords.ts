import type { HeldKey } from '../../session/HoldToTalk.svelte.ts';
import { t } from '../../words.svelte.ts';

/** What is written on a key, as one would say it. */
export function keyWords({ code, name }: HeldKey): string {
  if (code === 'Space') return t('keySpace');
  // An accent that waits for its letter has no name of its own.
  return name.length === 1 ? name.toUpperCase() : code;
}
