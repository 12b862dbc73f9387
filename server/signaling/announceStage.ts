import type { Room } from '../rooms/Room.ts';
import type { Io } from './announce.ts';
import { channelOf } from './Session.ts';
import type { Sessions } from './Sessions.ts';
import { behindChannel } from './SlowReaders.ts';

/** Tells a room what goes on on its stage. */
export function announceStage(io: Io, room: Room, sessions: Sessions): void {
  const all = () => io.to(channelOf(room.info.id));
  room.on('stageChanged', () => all().emit('stage:changed', room.stage.info));
  room.on('reacted', (counts) => all().except(behindChannel).emit('reaction:counts', { counts }));
  room.on('bell', ({ id: participantId }, leftMs) => all().emit('stage:bell', { participantId, leftMs }));
  room.on('movedDown', ({ id }, by) => {
    for (const session of sessions.all(id))
      session.notify('stage:movedDown', { by: by?.person.name ?? null });
  });
}
