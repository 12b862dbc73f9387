import type { Server } from 'socket.io';
import type { ClientToServer, ServerToClient } from '../../protocol/index.ts';
import type { Room } from '../rooms/Room.ts';
import type { RoomRegistry } from '../rooms/RoomRegistry.ts';
import { channelOf } from './Session.ts';
import type { Sessions } from './Sessions.ts';

export type Io = Server<ClientToServer, ServerToClient>;

/** The Socket.IO room of all who watch the lobby. */
export const lobbyChannel = 'lobby';

/** Makes notifications of what happens in the lobby and in every room that opens. */
export function announce(io: Io, rooms: RoomRegistry, sessions: Sessions): void {
  rooms.on('card', (card) => io.to(lobbyChannel).emit('lobby:card', card));
  rooms.on('cardGone', (id) => io.to(lobbyChannel).emit('lobby:cardGone', { id }));
  rooms.on('opened', (room) => announceRoom(io, room, sessions));
}

function announceRoom(io: Io, room: Room, sessions: Sessions): void {
  const all = () => io.to(channelOf(room));
  room.on('participantJoined', (participant) => {
    all().emit('room:participantJoined', participant.toInfo());
  });
  room.on('participantLeft', (participant, reason) => {
    // Who lost the seat by no act of the own is told first, while the session still listens.
    if (reason === 'replaced' || reason === 'closed') sessions.end(participant.id, reason);
    all().emit('room:participantLeft', { id: participant.id, reason });
  });
  room.on('participantChanged', (participant) => {
    const { id, name, avatar, role, connected } = participant.toInfo();
    all().emit('room:participantChanged', { id, name, avatar, role, connected });
  });
  room.on('producerAdded', ({ id: participantId }, producer) => {
    all().emit('media:producerAdded', { participantId, producer });
  });
  room.on('producerChanged', ({ id: participantId }, producer) => {
    all().emit('media:producerChanged', { participantId, producer });
  });
  room.on('producerRemoved', ({ id: participantId }, producerId) => {
    all().emit('media:producerRemoved', { participantId, producerId });
  });
  room.on('muted', (participant, by) => {
    sessions.of(participant.id)?.notify('moderation:muted', { by: by.person.name });
  });
  room.on('talking', (ids) => all().emit('room:talking', { ids }));
  room.on('activeSpeaker', (id) => all().emit('room:activeSpeaker', { id }));
  room.on('said', (message) => all().emit('chat:message', message));
  room.on('edited', (info) => all().emit('room:changed', info));
  room.on('mediaLost', () => {
    for (const { id } of room.participants.values()) sessions.end(id, 'media_lost');
  });
}
