import type { RoomTree } from '../rooms/RoomTree.ts';
import type { Io } from './announce.ts';
import { channelOf } from './Session.ts';
import { behindChannel } from './SlowReaders.ts';

/** Tells everybody in a family of rooms who is where. */
export function tellTree(io: Io, tree: RoomTree): void {
  tree.on('changed', (id) => {
    const channels = tree.family(id).map((info) => channelOf(info.id));
    if (channels.length > 0)
      io.to(channels)
        .except(behindChannel)
        .emit('tree:changed', { rooms: tree.cards(id) });
  });
}
