import type { NoticeLevel } from '../../../protocol/notices.ts';
import type { Followed } from '../../notices.svelte.ts';
import { t } from '../../words.svelte.ts';

/** How much there is to hear of each kind of thing that is followed. */
export function levelsOf(kind: Followed['kind']): { value: NoticeLevel; label: string }[] {
  const off = { value: 'off', label: t('levelOff') } as const;
  if (kind === 'person' || kind === 'circle') return [off, { value: 'live', label: t('levelLivePerson') }];
  if (kind === 'interest') return [off, { value: 'live', label: t('levelLiveInterest') }];
  return [
    off,
    { value: 'mentions', label: t('levelMentions') },
    { value: 'live', label: t('levelLiveRoom') },
    { value: 'all', label: t('levelAll') },
  ];
}
