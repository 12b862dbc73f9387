import type { ParticipantId } from '../../protocol/ids.ts';
import type { Ties } from '../people/Ties.ts';
import type { Participant } from '../rooms/Participant.ts';
import type { Room } from '../rooms/Room.ts';
import { personChannel } from './apart.ts';
import type { Sessions } from './Sessions.ts';

/** Everybody before the curtain, who hears nothing of what is sent behind it. */
export function waitingChannels(room: Room): string[] {
  if (room.info.doors === 'open') return [];
  return [...room.participants.values()]
    .filter((participant) => !room.stage.mayHear(participant))
    .map(({ userId }) => personChannel(userId));
}

/** Tells whoever comes to hear, or hears no more, what there is: the call itself goes on. */
export function drawCurtain(room: Room, sessions: Sessions, ties: Ties): void {
  const deaf = new Set<ParticipantId>();
  const note = (participant: Participant) => {
    const hears = room.stage.mayHear(participant);
    if (hears !== deaf.has(participant.id)) return;
    if (hears) deaf.delete(participant.id);
    else deaf.add(participant.id);
    tell(participant, hears);
  };
  room.on('participantJoined', (participant) => {
    if (!room.stage.mayHear(participant)) deaf.add(participant.id);
  });
  room.on('participantChanged', note);
  room.on('participantLeft', ({ id }) => deaf.delete(id));
  room.on('edited', () => {
    for (const participant of room.participants.values()) note(participant);
  });
  for (const participant of room.participants.values())
    if (!room.stage.mayHear(participant)) deaf.add(participant.id);

  function tell(viewer: Participant, hears: boolean): void {
    const kept = new Set(ties.apartFrom(viewer.userId));
    // Of the crowd nobody sends anything.
    const others = [...room.crowd.shown].filter((other) => other !== viewer && !kept.has(other.userId));
    if (!hears) viewer.endFormer();
    for (const other of others) {
      if (!hears) viewer.peer?.forget([...other.producers.keys()]);
      for (const producer of other.producers.values()) {
        const participantId = other.id;
        for (const session of sessions.all(viewer.id)) {
          if (hears) session.notify('media:producerAdded', { participantId, producer });
          else session.notify('media:producerRemoved', { participantId, producerId: producer.id });
        }
      }
    }
  }
}
