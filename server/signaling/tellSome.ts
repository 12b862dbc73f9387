import type { UserId } from '../../protocol/ids.ts';
import { type Audience, isForSome } from '../people/Audience.ts';
import type { Circles } from '../people/Circles.ts';
import { Coalescer } from '../rooms/Coalescer.ts';
import { onCardChange } from '../rooms/cards.ts';
import type { Room } from '../rooms/Room.ts';
import type { RoomRegistry } from '../rooms/RoomRegistry.ts';
import type { Io } from './announce.ts';

// As often as of open rooms.
const intervalMs = 200;

/** The Socket.IO room of those of somebody's connections that watch the lobby. */
export function lobbyOf(id: UserId): string {
  return `lobby:${id}`;
}

/** Tells those who watch the lobby what becomes of the rooms for some people that are for them. */
export function tellSome(io: Io, rooms: RoomRegistry, audience: Audience, circles: Circles): void {
  const cards = new Coalescer<Room>(intervalMs, ({ info }) => {
    const to = io.to(audience.of(info).map(lobbyOf));
    const card = rooms.cardOf(info);
    // One that was closed for good is still told of once, when those in it have left.
    const isThere = rooms.info(info.id) && (card.lasting || card.count > 0);
    if (isThere) to.emit('lobby:card', card);
    else to.emit('lobby:cardGone', { id: info.id });
  });
  rooms.on('removed', (info) => {
    if (isForSome(info)) io.to(audience.of(info).map(lobbyOf)).emit('lobby:cardGone', { id: info.id });
  });
  rooms.on('opened', (room) => {
    if (isForSome(room.info)) onCardChange(room, () => cards.touch(room));
  });
  circles.on('moved', (circle, person) => {
    for (const { info, card } of audience.cardsOf(circle)) {
      const to = io.to(lobbyOf(person));
      if (!audience.mayEnter(info, person)) to.emit('lobby:cardGone', { id: info.id });
      else if (card.lasting || card.count > 0) to.emit('lobby:card', card);
    }
  });
}
