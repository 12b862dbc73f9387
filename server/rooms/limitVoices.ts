import { limits } from '../../protocol/limits.ts';
import type { Room } from './Room.ts';

/** Everybody on a stage is heard; of a lounge full of open microphones those who spoke last. */
export function limitVoices(room: Room): void {
  const look = () => {
    room.tracks.mostVoices = room.info.mode === 'stage' ? null : limits.voicesHeard;
  };
  room.on('edited', look);
  look();
}
