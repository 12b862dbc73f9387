import type { RoomInfo } from '../../protocol/room.ts';
import type { Listing } from '../house/Listing.ts';
import type { Audience } from '../people/Audience.ts';
import type { RoomRegistry } from '../rooms/RoomRegistry.ts';
import { type Io, lobbyChannel } from './announce.ts';
import { personChannel } from './apart.ts';
import { behindChannel } from './SlowReaders.ts';
import { lobbyOf } from './tellSome.ts';

interface Parts {
  readonly rooms: RoomRegistry;
  readonly audience: Pick<Audience, 'knowersOf'>;
  readonly listing: Listing;
}

/** Tells those who watch the lobby what becomes of open rooms: everybody, or where the house lists none whom they concern. */
export function tellListed(io: Io, { rooms, audience, listing }: Parts): void {
  const knowers = (info: RoomInfo | undefined) => {
    if (listing.isOpen) return null;
    const people = info ? audience.knowersOf(info).map(lobbyOf) : [];
    return people.length > 0 ? io.to(people).except(lobbyChannel) : null;
  };
  rooms.on('card', (card) => {
    io.to(lobbyChannel).except(behindChannel).emit('lobby:card', card);
    knowers(rooms.info(card.id))?.except(behindChannel).emit('lobby:card', card);
  });
  rooms.on('cardGone', (info) => {
    const { id } = info;
    io.to(lobbyChannel).emit('lobby:cardGone', { id });
    // Of a room that was closed nothing else is known any more.
    knowers(info)?.emit('lobby:cardGone', { id });
  });
  listing.on('changed', () => {
    // Whoever still may hear of all is put back when they ask.
    io.in(lobbyChannel).socketsLeave(lobbyChannel);
    io.emit('lobby:changed', {});
  });
  listing.on('changedFor', (id) => {
    if (!listing.isOpenFor(id)) io.in(personChannel(id)).socketsLeave(lobbyChannel);
    io.to(personChannel(id)).emit('lobby:changed', {});
  });
}
