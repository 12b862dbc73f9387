import type { ChatMessage } from '../../protocol/chat.ts';
import { isConversation } from '../../protocol/isConversation.ts';
import type { RoomInfo } from '../../protocol/room.ts';
import { legible } from '../people/legible.ts';
import type { Ties } from '../people/Ties.ts';
import type { Chats } from '../rooms/Chats.ts';
import type { Members } from '../rooms/Members.ts';
import type { RoomRegistry } from '../rooms/RoomRegistry.ts';
import type { Io } from './announce.ts';
import { apartChannels, personChannel } from './apart.ts';
import { channelOf } from './Session.ts';
import type { Sessions } from './Sessions.ts';
import { behindChannel } from './SlowReaders.ts';

interface Parts {
  readonly chats: Chats;
  readonly rooms: RoomRegistry;
  readonly members: Members;
  readonly sessions: Sessions;
  readonly ties: Ties;
}

/**
 * Tells what is written to all who may read it: in a room those who are in it, in a conversation everybody who belongs
 * to it, wherever they are.
 */
export function tellLines(io: Io, { chats, rooms, members, sessions, ties }: Parts): void {
  chats.on('said', (room, message) => tell('chat:message', room, message));
  chats.on('reworded', (room, message) => tell('chat:changed', room, message));
  chats.on('typing', (room, userId) => {
    const but = [behindChannel, personChannel(userId), ...apartChannels(ties, userId)];
    if (isConversation(room)) {
      const others = members.of(room.id).map(personChannel);
      io.to(others).except(but).emit('chat:typing', { roomId: room.id, userId });
    } else io.to(channelOf(room.id)).except(but).emit('chat:typing', { userId });
  });

  function tell(name: 'chat:message' | 'chat:changed', room: RoomInfo, message: ChatMessage): void {
    if (!isConversation(room)) {
      tellRoom(name, room, message);
      return;
    }
    for (const id of members.of(room.id)) {
      io.to(personChannel(id)).emit(name, { ...legible(ties, id, message), roomId: room.id });
    }
  }

  function tellRoom(name: 'chat:message' | 'chat:changed', { id }: RoomInfo, message: ChatMessage): void {
    const { author, answers } = message;
    const apart = new Set(
      [author.id, ...(answers ? [answers.authorId] : [])].flatMap((person) => ties.apartFrom(person)),
    );
    io.to(channelOf(id))
      .except([...apart].map(personChannel))
      .emit(name, message);
    // They hear of its place, or they would miss it.
    for (const person of apart) {
      const reader = rooms.live(id)?.find(person);
      for (const session of reader ? sessions.all(reader.id) : []) {
        session.notify(name, legible(ties, person, message));
      }
    }
  }
}
