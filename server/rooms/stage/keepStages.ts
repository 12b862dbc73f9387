import type { Logger } from '../../log.ts';
import type { Room } from '../Room.ts';
import type { RoomRegistry } from '../RoomRegistry.ts';

/** Opens the curtain of stages that counted down, and ends those that no host came back to. */
export function keepStages(rooms: RoomRegistry, log: Logger): void {
  rooms.on('opened', (room) => {
    const failed = (error: unknown) => log.error({ roomId: room.info.id, err: error }, 'stage not kept');
    room.on('curtain', () => {
      rooms.edit(room.info.id, { doors: 'open', endedAt: null }).catch(failed);
    });
    room.on('stageOver', () => {
      endStage(rooms, room).catch(failed);
    });
  });
}

/** Ends a stage for everybody in it; what was written stays. */
export async function endStage(rooms: RoomRegistry, room: Room): Promise<void> {
  await rooms.edit(room.info.id, { endedAt: Date.now() });
  room.close('over');
}
