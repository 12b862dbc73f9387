import type { DefaultEventsMap, Server } from 'socket.io';
import type { ClientToServer, ServerToClient } from '../../protocol/index.ts';
import { toRestrained } from '../moderation/restraints.ts';
import type { Ties } from '../people/Ties.ts';
import type { Participant } from '../rooms/Participant.ts';
import { can } from '../rooms/permissions.ts';
import type { Room } from '../rooms/Room.ts';
import type { RoomRegistry } from '../rooms/RoomRegistry.ts';
import { announcePeople } from './announcePeople.ts';
import { announceStage } from './announceStage.ts';
import { apartChannels, personChannel } from './apart.ts';
import { drawCurtain, waitingChannels } from './curtain.ts';
import { channelOf, type Session, type SocketData } from './Session.ts';
import type { Sessions } from './Sessions.ts';
import { behindChannel } from './SlowReaders.ts';

export type Io = Server<ClientToServer, ServerToClient, DefaultEventsMap, SocketData>;

/** The Socket.IO room of all who watch the lobby. */
export const lobbyChannel = 'lobby';

/** Makes notifications of what happens in every room that opens. */
export function announce(io: Io, rooms: RoomRegistry, sessions: Sessions, ties: Ties): void {
  rooms.on('opened', (room) => announceRoom(io, room, sessions, ties));
  ties.on('changed', (id) => io.to(personChannel(id)).emit('ties:changed', {}));
}

/** Tells somebody who has caught up what was left out meanwhile, as it is by now. */
export function tellLatest(session: Session, rooms: RoomRegistry): void {
  if (session.hears(lobbyChannel)) for (const card of rooms.listed()) session.notify('lobby:card', card);
  if (!session.seat) return;
  const { talkingIds, activeSpeakerId } = session.seat.room.tracks;
  session.notify('room:talking', { ids: talkingIds });
  session.notify('room:activeSpeaker', { id: activeSpeakerId });
  session.notify('room:crowd', session.seat.room.crowd.info);
}

function announceRoom(io: Io, room: Room, sessions: Sessions, ties: Ties): void {
  const all = () => io.to(channelOf(room.info.id));
  // For what the next one of its kind makes worthless.
  const allWhoKeepUp = () => all().except(behindChannel);
  const allButApart = ({ userId }: Participant) =>
    all().except([...apartChannels(ties, userId), ...waitingChannels(room)]);
  announcePeople(io, room, sessions);
  room.on('moving', ({ id }, moved) => sessions.move(id, moved));
  room.on('producerAdded', (participant, producer) => {
    allButApart(participant).emit('media:producerAdded', { participantId: participant.id, producer });
  });
  room.on('producerChanged', (participant, producer) => {
    allButApart(participant).emit('media:producerChanged', { participantId: participant.id, producer });
  });
  room.on('producerRemoved', ({ id: participantId }, producerId) => {
    all().emit('media:producerRemoved', { participantId, producerId });
  });
  room.on('muted', (participant, by) => {
    sessions.of(participant.id)?.notify('moderation:muted', { by });
  });
  room.on('stopped', (participant, stopped) => {
    sessions.of(participant.id)?.notify('moderation:stopped', stopped);
  });
  room.on('restrained', (participant, sanction) => {
    for (const one of sessions.all(participant.id))
      one.notify('moderation:restrained', toRestrained(sanction));
  });
  room.on('lifted', (participant, kind) => {
    for (const one of sessions.all(participant.id)) one.notify('moderation:lifted', { kind });
  });
  room.on('raided', (raid) => {
    for (const { id, authority } of room.participants.values()) {
      if (can(authority, 'room:freeze', room.info)) sessions.of(id)?.notify('moderation:raid', raid);
    }
  });
  room.on('warned', (participant, warning) => {
    for (const one of sessions.all(participant.id)) one.notify('moderation:warned', warning);
  });
  announceStage(io, room, sessions);
  drawCurtain(room, sessions, ties);
  room.on('codecsChanged', (codecs) => all().emit('media:codecsChanged', { codecs: [...codecs] }));
  room.on('talking', (ids) => allWhoKeepUp().emit('room:talking', { ids }));
  room.on('activeSpeaker', (id) => allWhoKeepUp().emit('room:activeSpeaker', { id }));
  room.on('edited', (info) => all().emit('room:changed', info));
  room.on('mediaLost', (retryAfterMs) => all().emit('media:lost', { retryAfterMs }));
  room.on('mediaMoved', (generation, whose, withinMs) => {
    const moved = { generation, ...(withinMs !== null && { withinMs }) };
    if (!whose) all().emit('media:moved', moved);
    for (const { id } of whose ?? []) sessions.of(id)?.notify('media:moved', moved);
  });
  room.on('receptionLost', (participants) => {
    for (const { id } of participants) sessions.of(id)?.notify('media:receptionLost', {});
  });
}
