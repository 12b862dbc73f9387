import type { ParticipantId } from '../../../protocol/ids.ts';
import type { ParticipantInfo } from '../../../protocol/room.ts';
import type { Source } from '../../../protocol/sources.ts';

/** The id of the person with a number. */
export const idOf = (number: number) => `participant-number-${number}` as ParticipantId;

/** Somebody in a room who sends these sources. */
export function aPerson(number: number, sends: readonly Source[] = [], paused = false): ParticipantInfo {
  return {
    id: idOf(number),
    userId: `user-with-number-${number}` as ParticipantInfo['userId'],
    name: `P${number}`,
    avatar: 'a',
    role: 'member',
    joinedAt: number,
    connected: true,
    handRaisedAt: null,
    spotlit: false,
    producers: sends.map((source) => ({ id: `${source}-of-${number}-producer` as never, source, paused })),
  };
}
