import type { RoomInfo } from '../../../protocol/room.ts';
import { t } from '../../words.svelte.ts';

/** How one speaks in a room where that is not as everywhere: good to know before stepping in. */
export function ruleWords({ music, pushToTalk }: Pick<RoomInfo, 'music' | 'pushToTalk'>): string[] {
  return [...(music ? [t('roomMusic')] : []), ...(pushToTalk ? [t('roomHold')] : [])];
}
