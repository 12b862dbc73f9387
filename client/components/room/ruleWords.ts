import type { RoomInfo } from '../../../protocol/room.ts';
import { t } from '../../words.svelte.ts';

type Rules = Pick<RoomInfo, 'visibility' | 'openedBy' | 'music' | 'pushToTalk'>;

/** For whom a room is and how one speaks there, where that is not as everywhere: good to know before stepping in. */
export function ruleWords(room: Rules): string[] {
  return [
    ...forWhom(room),
    ...(room.music ? [t('roomMusic')] : []),
    ...(room.pushToTalk ? [t('roomHold')] : []),
  ];
}

function forWhom({ visibility, openedBy }: Rules): string[] {
  if (visibility === 'link') return [t('visibilityLink')];
  if (visibility === 'friends') return [t('forFriendsOf', { name: openedBy.name })];
  return visibility === 'circle' ? [t('forSome')] : [];
}
