import { isAtLeast } from '../../../protocol/ranks.ts';
import type { ParticipantInfo } from '../../../protocol/room.ts';
import type { RoomState } from '../../session/RoomState.svelte.ts';
import { t } from '../../words.svelte.ts';
import { isMuted } from './stage.ts';

/** What somebody is here, where it is more than others are. */
function roleWords({ role, acting, keeper }: ParticipantInfo): string[] {
  if (keeper && role !== 'owner') return [t('personKeeper')];
  if (role === 'owner') return [t('personHost')];
  if (acting) return [t('personActing')];
  return isAtLeast(role, 'speaker')
    ? [t(`role.${role as 'coOwner' | 'moderator' | 'speaker'}`).toLocaleLowerCase()]
    : [];
}

/** What is to be said of somebody in the room, beside the name. */
export function wordsOf(person: ParticipantInfo, room: RoomState): string[] {
  return [
    ...roleWords(person),
    ...(room.order.newcomers.has(person.id) ? [t('personNew')] : []),
    ...(person.spotlit ? [t('personSpotlit')] : []),
    ...(person.handRaisedAt === null ? [] : [t('personHand')]),
    ...(room.talking.has(person.id) ? [t('personSpeaking')] : isMuted(person) ? [t('personMuted')] : []),
    ...(person.producers.some(({ source }) => source === 'screen') ? [t('personSharing')] : []),
    ...(room.absences.has(person.id)
      ? [t('personAway')]
      : person.quality && person.quality !== 'good'
        ? [t(person.quality === 'bad' ? 'personBad' : 'personWeak')]
        : []),
  ];
}
