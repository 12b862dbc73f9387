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

  room.on('mediaDied', () => void replace());
  room.on('mediaPartLost', (senders, listeners) => {
    const here = (ids: readonly ParticipantId[]) => ids.flatMap((id) => room.participants.get(id) ?? []);
    log.info({ senders: senders.length, listeners: listeners.length }, 'room lost a part of its media');
    room.tracks.move(here(senders));
    room.emit('receptionLost', here(listeners));
  });
  room.once('closed', () => clearTimeout(timer));
}
