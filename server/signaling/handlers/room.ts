import type { JoinedMedia, RoomSnapshot } from '../../../protocol/room.ts';
import { kindOf } from '../../../protocol/sources.ts';
import type { Guests } from '../../accounts/Guests.ts';
import { AppError } from '../../errors.ts';
import type { Participant } from '../../rooms/Participant.ts';
import type { Room } from '../../rooms/Room.ts';
import type { RoomRegistry } from '../../rooms/RoomRegistry.ts';
import type { Handlers } from '../bindRequests.ts';
import type { Sessions } from '../Sessions.ts';

interface Parts {
  readonly rooms: RoomRegistry;
  readonly guests: Guests;
  readonly sessions: Sessions;
}

type RoomHandlers = Pick<
  Handlers,
  'room:join' | 'room:leave' | 'room:edit' | 'participant:rename' | 'moderation:mute'
>;

/** Coming, going, and what people do to the room itself. */
export function roomHandlers({ rooms, guests, sessions }: Parts): RoomHandlers {
  return {
    async 'room:join'(session, { slug, rtpCapabilities, seatToken, keepMedia }) {
      const person = await guests.person(session.requireGuest());
      const room = await rooms.open(slug);

      // No await between check and admission: what was checked stays true. Whoever is in this very room begins anew.
      if (session.seat?.room === room) sessions.unseat(session);
      session.requireFree();
      const { participant, resumed } = room.admit(person, { rtpCapabilities, seatToken, keepMedia });
      sessions.seat(session, room, participant);
      try {
        const media = rtpCapabilities ? await joinMedia(room, participant, resumed && keepMedia) : null;
        // Nor between snapshot and answer: every notification after it changes it.
        if (session.seat?.participant !== participant) {
          throw new AppError('gone', 'The seat was left while you were stepping in.');
        }
        return toSnapshot(room, participant, media);
      } catch (error) {
        // Left, lost or replaced meanwhile: then the seat, or the next one, is no longer this request's affair.
        if (session.seat?.participant === participant) {
          sessions.unseat(session);
          room.remove(participant, 'lost');
        }
        throw error;
      }
    },

    async 'room:leave'(session) {
      const { room, participant } = session.requireSeat();
      sessions.unseat(session);
      room.remove(participant, 'left');
      return null;
    },

    async 'room:edit'(session, changes) {
      return await rooms.edit(session.requireSeat().room, changes);
    },

    async 'participant:rename'(session, { name }) {
      const { room, participant } = session.requireSeat();
      const { id, avatar } = await guests.change(session.requireGuest(), { name });
      room.rename(participant, { id, name, avatar });
      return null;
    },

    async 'moderation:mute'(session, { participantId }) {
      const { room, participant } = session.requireSeat();
      await room.mute(participantId, participant);
      return null;
    },
  };
}

/** All that is needed to hear: a transport, and a consumer for every sound in the room. */
async function joinMedia(room: Room, participant: Participant, kept: boolean): Promise<JoinedMedia> {
  const peer = participant.requirePeer();
  if (kept) return { kept, receiveTransport: null, consumers: [] };
  const receiveTransport = await peer.createTransport('receive');
  const sounds = [...room.participants.values()].flatMap((other) =>
    [...other.producers.values()].filter(({ source }) => kindOf(source) === 'audio').map(({ id }) => id),
  );
  return { kept, receiveTransport, consumers: sounds.length > 0 ? await peer.consume(sounds) : [] };
}

function toSnapshot(room: Room, participant: Participant, media: JoinedMedia | null): RoomSnapshot {
  const { messages, more } = room.chat.page;
  return {
    room: room.info,
    selfId: participant.id,
    seatToken: participant.issueSeatToken(),
    participants: [...room.participants.values()].map((other) => other.toInfo()),
    talkingIds: room.talkingIds,
    activeSpeakerId: room.activeSpeakerId,
    messages,
    moreMessages: more,
    liveSince: room.liveSince ?? Date.now(),
    serverTime: Date.now(),
    media,
  };
}
