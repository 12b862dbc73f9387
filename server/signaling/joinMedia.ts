import type { JoinedMedia } from '../../protocol/media.ts';
import { kindOf } from '../../protocol/sources.ts';
import { AppError } from '../errors.ts';
import type { Ties } from '../people/Ties.ts';
import type { Participant } from '../rooms/Participant.ts';
import type { Room } from '../rooms/Room.ts';
import { consumeFor } from './apart.ts';

/**
 * All that is needed to hear: a transport, and a consumer for every sound in the room. For who sends something at once
 * also a transport for that, which saves them a round trip.
 */
export async function joinMedia(
  room: Room,
  participant: Participant,
  sends: boolean,
  ties: Ties,
): Promise<JoinedMedia> {
  const peer = participant.requirePeer();
  const [receiveTransport, sendTransport] = await Promise.all([
    peer.createTransport('receive'),
    sends && room.floor.refusal(participant, 'microphone') === null ? peer.createTransport('send') : null,
  ]);
  const sounds = [...room.crowd.shown].flatMap((other) =>
    [...other.producers.values()].filter(({ source }) => kindOf(source) === 'audio').map(({ id }) => id),
  );
  const consumers = await consumeFor(room, ties, participant, sounds);
  return { kept: false, receiveTransport, sendTransport, consumers };
}

/** What `joinMedia` gives; null while the room has none, and for who cannot hear: they read and write. */
export async function joinMediaIfAny(
  room: Room,
  participant: Participant,
  { kept, sends, ties }: { kept: boolean; sends: boolean; ties: Ties },
): Promise<JoinedMedia | null> {
  if (kept) return { kept, receiveTransport: null, sendTransport: null, consumers: [] };
  if (!participant.rtpCapabilities) return null;
  try {
    return await joinMedia(room, participant, sends, ties);
  } catch (error) {
    // The worker died a moment ago: everybody hears of the new media when it is there.
    if (error instanceof AppError && error.code === 'media_unavailable') return null;
    throw error;
  }
}
