import type { ParticipantId } from '../../protocol/ids.ts';
import { AppError } from '../errors.ts';
import type { Logger } from '../log.ts';
import type { MediaEngine } from '../media/api.ts';
import type { Room } from './Room.ts';

const retryMs = 1_000;

/** Gives a room new media whenever what it had has died; the room itself, its people and its chat stay. */
export function keepMediaAlive(room: Room, engine: MediaEngine, log: Logger): void {
  let timer: NodeJS.Timeout | undefined;

  async function replace(): Promise<void> {
    const began = performance.now();
    try {
      const media = await engine.createRoom(room.info.id);
      if (room.closed) return media.close();
      room.tracks.moveTo(media, room.participants.values());
      log.info({ ms: Math.round(performance.now() - began) }, 'room has media again');
    } catch (error) {
      if (room.closed) return;
      const wait = (error instanceof AppError && error.retryAfterMs) || retryMs;
      log.warn({ err: error, retryAfterMs: wait }, 'room has no media');
      room.emit('mediaLost', wait);
      timer = setTimeout(() => void replace(), wait);
    }
  }

  /** What it has ends soon: everybody comes over to other media while all goes on. */
  async function leave(): Promise<void> {
    const { generation } = room.tracks;
    try {
      const media = await engine.createRoom(room.info.id);
      // Closed, or died and replaced, meanwhile.
      if (room.closed || !room.tracks.available || room.tracks.generation !== generation)
        return media.close();
      room.tracks.leadTo(media, [...room.participants.values()]);
      log.info({ people: room.participants.size }, 'room moves to other media');
    } catch (error) {
      // It is asked again.
      log.warn({ err: error }, 'room finds no other media');
    }
  }

  room.on('mediaDied', () => void replace());
  const here = (ids: readonly ParticipantId[]) => ids.flatMap((id) => room.participants.get(id) ?? []);
  room.on('mediaLeaving', (whose) => (whose ? room.tracks.lead(here(whose)) : void leave()));
  room.on('mediaPartLost', (senders, listeners) => {
    log.info({ senders: senders.length, listeners: listeners.length }, 'room lost a part of its media');
    room.tracks.move(here(senders));
    room.emit('receptionLost', here(listeners));
  });
  room.once('closed', () => clearTimeout(timer));
}
