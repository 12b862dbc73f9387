import type { UserId } from '../../protocol/ids.ts';
import type { Guests } from '../accounts/Guests.ts';
import type { Logger } from '../log.ts';
import type { RoomRegistry } from '../rooms/RoomRegistry.ts';
import type { HouseParts } from './houseParts.ts';

interface Parts {
  readonly house: Pick<HouseParts, 'roles' | 'settings'>;
  readonly rooms: Pick<RoomRegistry, 'liveRooms'>;
  readonly guests: Pick<Guests, 'person'>;
  readonly log: Logger;
}

/** What becomes otherwise in the house is otherwise in its live rooms too: what somebody may there, and how many fit in. */
export function followHouse({ house: { roles, settings }, rooms, guests, log }: Parts): void {
  const enforce = async (id: UserId, by: UserId) => {
    const { name } = await guests.person({ id: by, language: 'en', loginId: null });
    const there = rooms.liveRooms.filter((room) => room.find(id));
    await Promise.all(there.map((room) => room.floor.enforce(name)));
  };
  roles.on('changed', (id, by) => {
    for (const room of rooms.liveRooms) {
      const participant = room.find(id);
      if (participant) room.emit('participantChanged', participant);
    }
    enforce(id, by).catch((error: unknown) => log.error({ err: error }, 'somebody is still heard'));
  });
  settings.on('changed', () => {
    // Where no seat came free nobody is called.
    for (const room of rooms.liveRooms) room.door.offer();
  });
}
