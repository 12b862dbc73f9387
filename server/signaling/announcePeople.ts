import { toRestrained } from '../moderation/restraints.ts';
import { Coalescer } from '../rooms/Coalescer.ts';
import type { Participant } from '../rooms/Participant.ts';
import type { Room } from '../rooms/Room.ts';
import type { Io } from './announce.ts';
import { channelOf } from './Session.ts';
import type { Sessions } from './Sessions.ts';
import { behindChannel } from './SlowReaders.ts';

// Nobody counts faster; and however many are told, it is a thousand messages a second at most.
const crowdIntervalMs = 500;
const perPersonMs = 1;

/** Tells a room who is there: everybody in sight one by one, the crowd as a count, and of the crowd each about themselves. */
export function announcePeople(io: Io, room: Room, sessions: Sessions): void {
  const all = () => io.to(channelOf(room.info.id));
  room.on('participantJoined', (participant) => {
    if (!participant.counted) all().emit('room:participantJoined', participant.toInfo());
  });
  room.on('shown', (participant) => {
    // What they send is told to those who may hear of it.
    all().emit('room:participantJoined', { ...participant.toInfo(), producers: [] });
  });
  room.on('participantLeft', (participant, reason) => {
    // Those who are told themselves are told first, while they still listen.
    const bar = reason === 'removed' ? room.sanctions.find(room.info.id, 'out', participant.comer) : null;
    sessions.end(participant.id, reason === 'lost' ? 'left' : reason, bar ? toRestrained(bar) : null);
    if (!participant.counted) all().emit('room:participantLeft', { id: participant.id, reason });
  });
  room.on('participantChanged', (participant) => {
    const { joinedAt: _, userId: __, producers: ___, ...change } = participant.toInfo();
    if (!participant.counted) all().emit('room:participantChanged', change);
    else for (const one of ownOf(participant)) one.notify('room:participantChanged', change);
  });
  room.on('qualityChanged', (participant) => {
    const { id, quality } = participant;
    if (!participant.counted) all().emit('room:quality', { id, quality });
    else for (const one of ownOf(participant)) one.notify('room:quality', { id, quality });
  });
  announceCrowd(io, room);

  function ownOf({ id }: Participant) {
    return sessions.all(id);
  }
}

function announceCrowd(io: Io, room: Room): void {
  let told = '';
  const intervalOf = () => Math.max(crowdIntervalMs, room.participants.size * perPersonMs);
  const changes = new Coalescer<Room>(intervalOf, ({ info, crowd }) => {
    const now = JSON.stringify(crowd.info);
    if (now === told) return;
    told = now;
    io.to(channelOf(info.id)).except(behindChannel).emit('room:crowd', crowd.info);
  });
  room.on('crowdChanged', () => changes.touch(room));
  // Whoever comes or comes back was told how it was at that moment, which others may never have been.
  const tellAnyway = () => {
    told = '';
  };
  room.on('participantJoined', tellAnyway).on('participantChanged', tellAnyway).on('seatChanged', tellAnyway);
  room.once('closed', () => changes.close());
}
