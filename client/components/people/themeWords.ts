import type { Accent, Base } from '../../../protocol/themes.ts';
import { t } from '../../words.svelte.ts';

/** The colours by name. */
export const accentWords = {
  marigold: 'accentMarigold',
  persimmon: 'accentPersimmon',
  guava: 'accentGuava',
  orchid: 'accentOrchid',
  lagoon: 'accentLagoon',
  fern: 'accentFern',
  lichen: 'accentLichen',
  slate: 'accentSlate',
} as const satisfies Record<Accent, string>;

/** How light a page can be, as a choice. */
export function baseWords(): { value: Base; label: string }[] {
  return [
    { value: 'device', label: t('baseDevice') },
    { value: 'light', label: t('baseLight') },
    { value: 'dark', label: t('baseDark') },
    { value: 'contrast', label: t('baseContrast') },
  ];
}
