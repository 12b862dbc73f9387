import type { Admission } from './load/Admission.ts';
import type { Metrics } from './load/Metrics.ts';
import type { Chats } from './rooms/Chats.ts';
import type { RoomRegistry } from './rooms/RoomRegistry.ts';
import type { Store } from './store/Store.ts';

interface Parts {
  readonly admission: Admission;
  readonly metrics: Metrics;
  readonly rooms: RoomRegistry;
  readonly chats: Chats;
  readonly store: Pick<Store, 'onCommit'>;
}

/** Counts what happens in the house, without knowing where or to whom. */
export function measure({ admission, metrics, rooms, chats, store }: Parts): void {
  admission.on('refused', (reason) => metrics.refused(reason));
  chats.on('said', () => metrics.wrote());
  rooms.on('opened', (room) => {
    // Where a part was lost some are moved too: that is one recovery.
    room.on('mediaMoved', (_generation, whose, withinMs) => {
      // What goes on meanwhile need not recover.
      if (whose === null && withinMs === null) metrics.recovered('whole');
    });
    room.on('mediaPartLost', () => metrics.recovered('part'));
  });
  store.onCommit = (ms) => metrics.committed(ms);
}

/** Who is in live rooms right now. */
export function countPeople(rooms: RoomRegistry): { rooms: number; participants: number } {
  const live = rooms.liveRooms;
  return { rooms: live.length, participants: live.reduce((sum, room) => sum + room.participants.size, 0) };
}
