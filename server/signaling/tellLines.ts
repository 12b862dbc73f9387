import type { ChatMessage } from '../../protocol/chat.ts';
import type { RoomId } from '../../protocol/ids.ts';
import type { NotificationPayload } from '../../protocol/index.ts';
import { isConversation } from '../../protocol/isConversation.ts';
import { limits } from '../../protocol/limits.ts';
import type { RoomInfo } from '../../protocol/room.ts';
import { legible } from '../people/legible.ts';
import type { Ties } from '../people/Ties.ts';
import type { Chats } from '../rooms/Chats.ts';
import type { Members } from '../rooms/Members.ts';
import type { RoomRegistry } from '../rooms/RoomRegistry.ts';
import type { Io } from './announce.ts';
import { apartChannels, personChannel } from './apart.ts';
import { LineBatches } from './LineBatches.ts';
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

type LineNews = 'chat:message' | 'chat:messages' | 'chat:changed';
type Tell = <Name extends LineNews>(name: Name, payload: NotificationPayload<Name>) => void;
/** Tells somebody of lines, as they may read them. */
type Say = (lines: readonly ChatMessage[], tell: Tell) => void;

/**
 * Tells what is written to all who may read it: in a room those who are in it, in a conversation everybody who belongs
 * to it, wherever they are.
 */
export function tellLines(io: Io, { chats, rooms, members, sessions, ties }: Parts): void {
  const batches = new LineBatches<ChatMessage>(limits.linesTogetherMs, tellSaid);
  chats.on('said', (room, message) => {
    if (isConversation(room)) tellMembers('chat:message', room, message);
    else if (hasManyReaders(room.id)) batches.add(room.id, message);
    else {
      batches.flush(room.id);
      tellSaid(room.id, [message]);
    }
  });
  chats.on('reworded', (room, message) => {
    if (isConversation(room)) return tellMembers('chat:changed', room, message);
    // A change comes after what was said before it.
    batches.flush(room.id);
    tellRoom(room.id, [message], (lines, tell) => {
      for (const line of lines) tell('chat:changed', line);
    });
  });
  chats.on('typing', (room, userId) => {
    const but = [behindChannel, personChannel(userId), ...apartChannels(ties, userId)];
    if (isConversation(room)) {
      const others = members.of(room.id).map(personChannel);
      io.to(others).except(but).emit('chat:typing', { roomId: room.id, userId });
    } else io.to(channelOf(room.id)).except(but).emit('chat:typing', { userId });
  });

  function hasManyReaders(id: RoomId): boolean {
    return (rooms.live(id)?.participants.size ?? 0) >= limits.manyReaders;
  }

  function tellMembers(name: 'chat:message' | 'chat:changed', room: RoomInfo, message: ChatMessage): void {
    for (const id of members.of(room.id)) {
      io.to(personChannel(id)).emit(name, { ...legible(ties, id, message), roomId: room.id });
    }
  }

  function tellSaid(id: RoomId, messages: readonly ChatMessage[]): void {
    tellRoom(id, messages, (lines, tell) => {
      const [only] = lines;
      if (only && lines.length === 1) tell('chat:message', only);
      else tell('chat:messages', { messages: [...lines] });
    });
  }

  function tellRoom(id: RoomId, messages: readonly ChatMessage[], say: Say): void {
    const named = messages.flatMap(({ author, answers }) => [
      author.id,
      ...(answers ? [answers.authorId] : []),
    ]);
    const apart = new Set(named.flatMap((person) => ties.apartFrom(person)));
    const others = io.to(channelOf(id)).except([...apart].map(personChannel));
    // Socket.IO's own types cannot follow a name that is a type parameter.
    say(messages, others.emit.bind(others) as Tell);
    // They hear of its place, or they would miss it.
    for (const person of apart) {
      const reader = rooms.live(id)?.find(person);
      const lines = messages.map((message) => legible(ties, person, message));
      for (const session of reader ? sessions.all(reader.id) : []) {
        say(lines, (name, payload) => session.notify(name, payload));
      }
    }
  }
}
