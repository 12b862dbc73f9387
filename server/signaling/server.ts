import { randomUUID } from 'node:crypto';
import type { Server as HttpServer } from 'node:http';
import { Server } from 'socket.io';
import { protocolVersion } from '../../protocol/limits.ts';
import type { AccountParts } from '../accounts/accountParts.ts';
import { clientAddress } from '../clientAddress.ts';
import type { Config } from '../config.ts';
import type { Files } from '../files/Files.ts';
import type { HouseParts } from '../house/houseParts.ts';
import type { LoadParts } from '../load/loadParts.ts';
import type { Logger } from '../log.ts';
import type { MediaEngine } from '../media/api.ts';
import type { ModerationParts } from '../moderation/moderationParts.ts';
import type { Audience } from '../people/Audience.ts';
import type { Circles } from '../people/Circles.ts';
import type { Conversations } from '../people/Conversations.ts';
import type { Notices } from '../people/Notices.ts';
import type { Presence } from '../people/Presence.ts';
import type { Rings } from '../people/Rings.ts';
import type { Ties } from '../people/Ties.ts';
import type { LinkPreviews } from '../previews/LinkPreviews.ts';
import { RateLimit, TryLimit } from '../RateLimit.ts';
import type { Boards } from '../rooms/board/Boards.ts';
import type { Chats } from '../rooms/Chats.ts';
import type { Expected } from '../rooms/Expected.ts';
import type { Invites } from '../rooms/Invites.ts';
import { Locks } from '../rooms/Locks.ts';
import type { Members } from '../rooms/Members.ts';
import type { Roles } from '../rooms/Roles.ts';
import type { RoomRegistry } from '../rooms/RoomRegistry.ts';
import { RoomTree } from '../rooms/RoomTree.ts';
import { WordFilter } from '../rooms/WordFilter.ts';
import type { Store } from '../store/Store.ts';
import { announce, type Io, tellLatest } from './announce.ts';
import { announceBoards } from './announceBoard.ts';
import { keepApart, personChannel } from './apart.ts';
import { bindRequests, type Handlers } from './bindRequests.ts';
import { ChatPlaces } from './ChatPlaces.ts';
import { ConnectionLimit } from './ConnectionLimit.ts';
import { Doorsteps } from './Doorsteps.ts';
import { EndedLogins } from './EndedLogins.ts';
import { HouseDoor } from './HouseDoor.ts';
import { boardHandlers } from './handlers/board.ts';
import { chatHandlers } from './handlers/chat.ts';
import { chatReadingHandlers } from './handlers/chatReading.ts';
import { conversationHandlers } from './handlers/conversations.ts';
import { crowdHandlers } from './handlers/crowd.ts';
import { doorHandlers } from './handlers/door.ts';
import { filterHandlers } from './handlers/filter.ts';
import { freezeHandlers } from './handlers/freeze.ts';
import { lobbyHandlers } from './handlers/lobby.ts';
import { mediaHandlers } from './handlers/media.ts';
import { moderationHandlers } from './handlers/moderation.ts';
import { presenceHandlers } from './handlers/presence.ts';
import { ringHandlers, tellRings } from './handlers/rings.ts';
import { roleHandlers } from './handlers/roles.ts';
import { roomHandlers } from './handlers/room.ts';
import { serverHandlers } from './handlers/server.ts';
import { stageHandlers } from './handlers/stage.ts';
import { treeHandlers } from './handlers/tree.ts';
import { limitGuests } from './limitGuests.ts';
import { Mentionable } from './Mentionable.ts';
import { isOwnOrigin } from './origins.ts';
import { type ClientSocket, Session } from './Session.ts';
import { Sessions } from './Sessions.ts';
import { behindChannel, SlowReaders } from './SlowReaders.ts';
import { tellDoors } from './tellDoors.ts';
import { tellLines } from './tellLines.ts';
import { tellListed } from './tellListed.ts';
import { tellNotices } from './tellNotices.ts';
import { tellPresence } from './tellPresence.ts';
import { createReadTeller, type ReadTeller } from './tellRead.ts';
import { tellSome } from './tellSome.ts';
import { tellTree } from './tellTree.ts';
import { createWebSockets } from './webSockets.ts';

export interface SignalingOptions {
  readonly http: HttpServer;
  readonly config: Config;
  readonly log: Logger;
  readonly rooms: RoomRegistry;
  readonly people: AccountParts;
  readonly store: Store;
  readonly ties: Ties;
  readonly audience: Audience;
  readonly circles: Circles;
  readonly rings: Rings;
  readonly members: Members;
  readonly boards: Boards;
  readonly chats: Chats;
  readonly conversations: Conversations;
  readonly notices: Notices;
  readonly presence: Presence;
  readonly moderation: ModerationParts;
  readonly house: Pick<HouseParts, 'listing'>;
  readonly files: Pick<Files, 'dropOf'>;
  readonly previews: LinkPreviews;
  readonly load: Pick<LoadParts, 'admission' | 'metrics'>;
  readonly expected: Expected;
  readonly media: MediaEngine;
  readonly roles: Roles;
  readonly invites: Invites;
  /** Throws `draining` while another server takes over. */
  readonly requireStaying: () => void;
}

// Twenty times what all rate limits together let through.
const framesPerSecond = 1_000;

/** The Socket.IO door. Connections are WebSockets only: nothing to upgrade, no sticky sessions. */
export function createSignaling(options: SignalingOptions): Io {
  const { http, config, log, rooms, people, store, ties, presence, files, previews } = options;
  const { media, roles, moderation, invites, requireStaying } = options;
  const { audience, circles, rings, members, boards, chats, conversations, notices } = options;
  const {
    load: { admission, metrics },
    expected,
  } = options;
  const { guests, identities, logins } = people;
  const sessions = new Sessions();
  const rateLimit = new RateLimit(config.rateScale);
  const connections = new ConnectionLimit(config.connectionsPerAddress);
  const slowReaders = new SlowReaders();
  const epoch = randomUUID();
  const places = new ChatPlaces({ rooms, audience, guests, roles });
  // There is no door yet, and nobody who reads.
  const tellRead: ReadTeller = (...read) => createReadTeller(io, sessions)(...read);
  const locks = new Locks({ store: store.doors, invites, tries: new TryLimit(config.rateScale) });
  const doorsteps = new Doorsteps(rooms);
  const tree = new RoomTree(rooms);
  const filter = new WordFilter(store.filters);
  const handlers: Handlers = {
    ...serverHandlers(),
    ...lobbyHandlers(rooms, audience),
    ...roomHandlers({
      log: moderation.log,
      newcomers: moderation.newcomers,
      ...{ admission, expected },
      rooms,
      locks,
      guests,
      sessions,
      reading: store.reading,
      ties,
      audience,
      presence,
    }),
    ...crowdHandlers(ties),
    ...moderationHandlers(moderation),
    ...freezeHandlers(moderation),
    ...stageHandlers(rooms, moderation.log),
    ...boardHandlers(boards, ties, filter, moderation.newcomers),
    ...doorHandlers({
      ...{ newcomers: moderation.newcomers, admission, expected },
      ...{ rooms, invites, guests, audience, locks, doorsteps },
    }),
    ...treeHandlers(rooms, tree, moderation.log),
    ...filterHandlers(rooms, filter),
    ...roleHandlers({ rooms, roles, people: store.guests, sessions, log: moderation.log }),
    ...chatHandlers({
      store,
      places,
      chats,
      mentionable: new Mentionable(store, members),
      audience,
      sanctions: moderation.sanctions,
      files,
      previews,
      filter,
      newcomers: moderation.newcomers,
      ties,
    }),
    ...chatReadingHandlers({ store, places, chats, notices, tellRead, ties }),
    ...conversationHandlers(conversations),
    ...mediaHandlers(ties),
    ...presenceHandlers(presence),
    ...ringHandlers({ rings, guests, rateScale: config.rateScale }),
  };

  const io: Io = new Server(http, {
    serveClient: false,
    transports: ['websocket'],
    wsEngine: createWebSockets({ mostFrames: framesPerSecond * Math.max(1, config.rateScale), log }),
    allowUpgrades: false,
    perMessageDeflate: false,
    maxHttpBufferSize: 64 * 1024,
    connectTimeout: 10_000,
    // A dead client is noticed within ten seconds; the answer does not hang on the timers of a hidden tab.
    pingInterval: 5_000,
    pingTimeout: 5_000,
    allowRequest: (request, decide) => {
      const address = clientAddress(request, config.trustProxy);
      decide(null, isOwnOrigin(request, config.publicUrl) && connections.has(address));
    },
  });
  announce(io, rooms, sessions, ties);
  tellListed(io, { rooms, audience, listing: options.house.listing });
  tellLines(io, { chats, rooms, members, sessions, ties });
  conversations.on('changed', (roomId, people) => {
    io.to(people.map(personChannel)).emit('conversation:changed', { roomId });
  });
  announceBoards(io, boards, sessions, ties);
  tellNotices(io, notices);
  keepApart(ties, rooms, sessions);
  tellRings(io, rings);
  tellDoors(io, rooms, sessions);
  tellTree(io, tree);
  tellSome(io, rooms, audience, circles);
  circles.on('changed', (id) => io.to(personChannel(id)).emit('circles:changed', {}));
  tellPresence(io, presence, rooms);
  const houseDoor = new HouseDoor(moderation.bans, moderation.traces);
  const ended = new EndedLogins({ ...people, rooms });
  // Counted from the handshake: who says nothing after it holds a connection all the same.
  io.engine.on('connection', (connection: ClientSocket['conn']) => {
    const address = clientAddress(connection.request, config.trustProxy);
    connections.add(address);
    connection.once('close', (reason: string) => {
      connections.remove(address);
      // Nobody is there to say goodbye to, and what waits for them is to wait no longer.
      if (reason === 'ping timeout') connection.request.socket.destroy();
    });
  });
  limitGuests(io, { identities, rateLimit, trustProxy: config.trustProxy, admission, expected, log });
  io.on('connection', (socket) => connect(socket));

  return io;

  function connect(socket: ClientSocket): void {
    const address = clientAddress(socket.request, config.trustProxy);
    const session = new Session(socket, {
      address,
      traces: people.tracer.of(socket.request.headers.cookie, address),
      log: log.child({ session: socket.id }),
    });
    if (!houseDoor.watch(session)) return;
    // Signed out between the question who they are and this moment.
    if (!ended.watch(session)) {
      houseDoor.unwatch(session);
      session.disconnect();
      return;
    }
    socket.on('error', (error) => session.log.warn({ err: error }, 'socket failed'));
    socket.once('disconnect', () => {
      const seat = session.seat;
      sessions.unseat(session);
      ended.unwatch(session);
      houseDoor.unwatch(session);
      doorsteps.leave(session);
      // Whoever stays for hours asks for nothing over HTTP.
      logins.see(socket.request.headers.cookie).catch(() => {});
      if (session.identity) presence.leave(session.identity.id, session.id);
      if (seat && !seat.companion) seat.room.lose(seat.participant);
      // A connection is one session: saying hello and goodbye over it again and again is not counted by anybody.
      socket.conn.close();
    });
    const { identity } = session;
    if (identity) {
      session.listen(personChannel(identity.id));
      presence.arrive(identity.id, session.id);
    }
    slowReaders.watch(socket.conn, {
      log: session.log,
      fellBehind: () => session.listen(behindChannel),
      caughtUp: () => {
        session.unlisten(behindChannel);
        tellLatest(session, rooms);
      },
    });
    bindRequests(socket, session, handlers, { rateLimit, places, requireStaying, metrics });
    const { rtpCapabilities } = media;
    const userId = session.identity?.id ?? null;
    session.notify('server:welcome', { protocolVersion, epoch, rtpCapabilities, userId });
  }
}
