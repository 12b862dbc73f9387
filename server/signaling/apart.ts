import type { ProducerId, UserId } from '../../protocol/ids.ts';
import type { ConsumerInfo } from '../../protocol/media.ts';
import type { ParticipantInfo } from '../../protocol/room.ts';
import type { Ties } from '../people/Ties.ts';
import type { Participant } from '../rooms/Participant.ts';
import type { Room } from '../rooms/Room.ts';
import type { RoomRegistry } from '../rooms/RoomRegistry.ts';
import type { Sessions } from './Sessions.ts';

/** The Socket.IO room of everything one person has open. */
export function personChannel(id: UserId): string {
  return `person:${id}`;
}

/** Everybody who hears nothing of somebody. */
export function apartChannels(ties: Ties, id: UserId): string[] {
  return ties.apartFrom(id).map(personChannel);
}

/** Consumes those of the tracks that may reach a participant. */
export async function consumeFor(
  room: Room,
  ties: Ties,
  participant: Participant,
  ids: readonly ProducerId[],
): Promise<ConsumerInfo[]> {
  const peer = participant.requirePeer();
  const wanted = reachable(room, ties, participant, ids);
  if (wanted.length === 0) return [];
  const consumers = await peer.consume(wanted);
  // Blocked while the worker worked.
  const allowed = new Set(reachable(room, ties, participant, wanted));
  peer.forget(wanted.filter((id) => !allowed.has(id)));
  return consumers.filter(({ producerId }) => allowed.has(producerId));
}

function reachable(
  room: Room,
  ties: Ties,
  participant: Participant,
  ids: readonly ProducerId[],
): ProducerId[] {
  if (!room.stage.mayHear(participant)) return [];
  const kept = ties.apartFrom(participant.userId);
  if (kept.length === 0) return [...ids];
  const theirs = new Set(kept.flatMap((id) => [...(room.find(id)?.producers.keys() ?? [])]));
  return ids.filter((id) => !theirs.has(id));
}

/** Somebody as another one sees them: who is kept apart, or behind the curtain, is there and sends nothing. */
export function infoFor(
  ties: Ties,
  viewer: Participant,
  room: Room,
  participant: Participant,
): ParticipantInfo {
  const info = participant.toInfo();
  const heard = viewer === participant || room.stage.mayHear(viewer);
  return heard && !ties.areApart(viewer.userId, participant.userId) ? info : { ...info, producers: [] };
}

/** Takes two people out of each other's hearing and sight in every room they are in, the moment one wants it. */
export function keepApart(ties: Ties, rooms: RoomRegistry, sessions: Sessions): void {
  ties.on('apart', (one, other) =>
    eachPair(rooms, one, other, (viewer, seen) => {
      viewer.endFormer();
      viewer.peer?.forget([...seen.producers.keys()]);
      for (const session of sessions.all(viewer.id)) {
        for (const producerId of seen.producers.keys()) {
          session.notify('media:producerRemoved', { participantId: seen.id, producerId });
        }
      }
    }),
  );
  ties.on('together', (one, other) =>
    eachPair(rooms, one, other, (viewer, seen) => {
      for (const session of sessions.all(viewer.id)) {
        for (const producer of seen.producers.values()) {
          session.notify('media:producerAdded', { participantId: seen.id, producer });
        }
      }
    }),
  );
}

function eachPair(
  rooms: RoomRegistry,
  one: UserId,
  other: UserId,
  act: (viewer: Participant, seen: Participant) => void,
): void {
  for (const room of rooms.liveRooms) {
    const [a, b] = [room.find(one), room.find(other)];
    if (!a || !b) continue;
    act(a, b);
    act(b, a);
  }
}
