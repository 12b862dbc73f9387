import { join } from 'node:path';
import { setImmediate as nextRound } from 'node:timers/promises';
import { limits } from '../protocol/limits.ts';
import { createAccountParts } from './accounts/accountParts.ts';
import { houseSecret } from './accounts/houseSecret.ts';
import { createChecks } from './checks.ts';
import type { Config } from './config.ts';
import { Discovery } from './discovery/Discovery.ts';
import { AppError } from './errors.ts';
import { createFileParts } from './files/fileParts.ts';
import { followHouse } from './house/followHouse.ts';
import { HouseDesk } from './house/HouseDesk.ts';
import { createHouseParts } from './house/houseParts.ts';
import { isSecure } from './http/addresses.ts';
import { readClientFiles } from './http/files.ts';
import { createHttpServer, letPassedIn, listen, socketsOf } from './http/listen.ts';
import type { ClientFiles } from './http/parts.ts';
import { createHttp } from './http/server.ts';
import { isPicture, PictureMill } from './images/PictureMill.ts';
import { PictureShelf } from './images/PictureShelf.ts';
import { createLoadParts } from './load/loadParts.ts';
import type { Gauges } from './load/Readings.ts';
import type { Logger } from './log.ts';
import { countPeople, measure } from './measure.ts';
import type { MediaEngine } from './media/api.ts';
import { MediasoupEngine } from './media/MediasoupEngine.ts';
import { createModerationParts } from './moderation/moderationParts.ts';
import { Sanctions } from './moderation/Sanctions.ts';
import { Outgoing } from './outgoing/Outgoing.ts';
import { Acquaintances } from './people/Acquaintances.ts';
import { Audience } from './people/Audience.ts';
import { createBelongingParts } from './people/belongingParts.ts';
import { bringNotices } from './people/bringNotices.ts';
import { Circles } from './people/Circles.ts';
import { Conversations } from './people/Conversations.ts';
import { Kindred } from './people/Kindred.ts';
import { NoticeChoices } from './people/NoticeChoices.ts';
import { Notices } from './people/Notices.ts';
import { OwnHome } from './people/OwnHome.ts';
import { Pictures } from './people/Pictures.ts';
import { Presence } from './people/Presence.ts';
import { Profiles } from './people/Profiles.ts';
import { Pushes } from './people/Pushes.ts';
import { putOutApart } from './people/putOut.ts';
import { Rings } from './people/Rings.ts';
import { RoomCircles } from './people/RoomCircles.ts';
import { Ties } from './people/Ties.ts';
import { Whereabouts } from './people/Whereabouts.ts';
import { LinkPreviews } from './previews/LinkPreviews.ts';
import { PageReader } from './previews/PageReader.ts';
import { PushSender } from './push/PushSender.ts';
import type { PreparedApp, RunningApp } from './RunningApp.ts';
import { Boards } from './rooms/board/Boards.ts';
import { Chats } from './rooms/Chats.ts';
import type { Clock } from './rooms/Clock.ts';
import { Expected } from './rooms/Expected.ts';
import { Invites } from './rooms/Invites.ts';
import { Members } from './rooms/Members.ts';
import { Roles } from './rooms/Roles.ts';
import { RoomRegistry } from './rooms/RoomRegistry.ts';
import { keepStages } from './rooms/stage/keepStages.ts';
import { createScheduleParts } from './schedule/scheduleParts.ts';
import { moveClients } from './signaling/moveClients.ts';
import { createSignaling } from './signaling/server.ts';
import { isPostgres } from './store/openDatabase.ts';
import { SqlStore } from './store/SqlStore.ts';
import type { Store } from './store/Store.ts';

/** Parts that tests put in place of the real ones. */
export interface Parts {
  readonly store: Store;
  readonly media: MediaEngine;
  readonly client: ClientFiles;
  readonly seatMs: number;
  readonly outgoing: Outgoing;
  readonly clock: Clock;
  readonly gauges: Gauges;
}

const builtClient = join(import.meta.dirname, '../dist/client');

// What waits for the hand-over is asked again after this time, and lasts about as long.
const retryAfterMs = 100;

/** Starts a server on its own. */
export async function startApp(config: Config, log: Logger, given?: Partial<Parts>): Promise<RunningApp> {
  const prepared = await prepareApp(config, log, given);
  return prepared.open({ port: 0, shared: false });
}

/** Puts the parts together: the only place that chooses which implementation is used. */
export async function prepareApp(
  config: Config,
  log: Logger,
  given: Partial<Parts> = {},
): Promise<PreparedApp> {
  const client = given.client ?? readClientFiles(builtClient);
  const media = given.media ?? (await MediasoupEngine.open({ ...config.rtc, log }));
  const open: PreparedApp['open'] = (place) =>
    openApp(config, log, { ...given, client, media: place.media ?? media }, place);
  return { media, open };
}

async function openApp(
  config: Config,
  log: Logger,
  { client, media, ...given }: Partial<Parts> & Pick<Parts, 'client' | 'media'>,
  { port: openPort, shared, fence }: Parameters<PreparedApp['open']>[0],
): Promise<RunningApp> {
  const store = given.store ?? (await SqlStore.open(config.database, fence));
  const sanctions = await Sanctions.load(store.sanctions);
  const house = await createHouseParts(store, config, { sanctions, log });
  const roles = await Roles.load(store.roles, (id) => house.roles.roleOf(id) !== null);
  const invites = await Invites.load(store.doors, roles);
  const rooms = await RoomRegistry.load({
    store,
    roles,
    sanctions,
    invites,
    media,
    log,
    get capacity() {
      return house.settings.value.roomCapacity;
    },
    get mostLive() {
      return house.settings.value.roomsOpen;
    },
    seatMs: given.seatMs ?? limits.seatMs,
    clock: given.clock,
    emptyPauseMs: config.roomEmptyPauseMs,
  });
  const secret = await houseSecret(config.dataDir, isPostgres(config.database) ? store.secrets : null);
  const people = createAccountParts(store, secret, {
    secure: isSecure(config),
    oidc: config.oidc,
    registration: house.registration,
    houseRoleOf: (id) => house.roles.roleOf(id),
  });
  followHouse({ house, rooms, guests: people.guests, log });
  const interests = await store.interests.list();
  const ties = await Ties.load(store.ties);
  const circles = await Circles.load({ store: store.circles, ties, log });
  const members = await Members.load(store.members);
  const roomCircles = await RoomCircles.load(store.rooms);
  const audience = new Audience({ members, ties, circles, roomCircles, rooms, listing: house.listing });
  putOutApart(ties, audience, rooms);
  const whereabouts = new Whereabouts(rooms, audience);
  keepStages(rooms, log);
  const boards = new Boards(store.board);
  const chats = new Chats(rooms);
  const conversations = new Conversations({ store, rooms, members, audience, ties });
  const discovery = new Discovery(rooms, interests, audience);
  const acquaintances = new Acquaintances({ store, ties, interests, whereabouts, audience });
  const kindred = await Kindred.load(store, ties);
  const presence = await Presence.load({ store: store.presences, ties, circles, whereabouts, rooms });
  const rings = new Rings({ ties, audience, presence, rooms });
  const choices = await NoticeChoices.load({ store: store.notices, ties, circles });
  const notices = new Notices({ store, sanctions, rooms, ties, audience, choices, presence });
  bringNotices({
    ...{ notices, choices, chats, rooms, rings, ties, presence },
    ...{ audience, members, store, log },
  });
  const ownHome = new OwnHome({ store, sanctions, rooms, ties, audience });
  const profiles = new Profiles({ store, interests, whereabouts, ties, acquaintances, kindred, presence });
  const shelf = new PictureShelf(join(config.dataDir, 'pictures'));
  const mill = new PictureMill();
  const pictures = new Pictures({ guests: people.guests, rooms, mill, shelf, log });
  const calendar = await createScheduleParts({
    ...{ store, rooms, ties, circles, roomCircles, roles, audience, discovery, mill, shelf, log },
    guests: people.guests,
    ...{ sanctions, notices, choices, clock: given.clock },
  });
  const fileParts = createFileParts({
    ...{ config, store, sanctions, rooms, audience, limits: house.settings.files },
    ...{ ties, mill, isPicture, log },
  });
  const { retention, belongings, farewell } = createBelongingParts({
    ...{ store, rooms, boards, chats, members, conversations, acquaintances, circles },
    ...{ kindred, presence, ties, roles, choices, people, calendar, house, pictures, log, sanctions },
    dropFiles: (roomId, seq) => fileParts.files.dropOf(roomId, seq),
  });
  const moderation = createModerationParts({
    ...{ store, sanctions, rooms, roles, chats, people, audience, notices, ties, clock: given.clock },
    ...{ newcomerMs: config.newcomerMs, schedule: calendar.schedule },
    serverLog: log,
    keepers: house.roles,
    dropFiles: (roomId, seq) => fileParts.files.dropOf(roomId, seq),
  });
  const desk = new HouseDesk({
    ...{ store, rooms, farewell, log: moderation.log, bans: moderation.bans },
    ...people,
    ...house,
  });
  const outgoing = given.outgoing ?? new Outgoing();
  const pushes = new Pushes({
    ...{ store, notices, presence, interests, log },
    ...{ logins: people.logins, accounts: people.accounts, sender: PushSender.open(config, outgoing) },
  });
  const previews = new LinkPreviews({
    reader: config.linkPreviews ? new PageReader({ outgoing, mill, isPicture }) : null,
    store,
    shelf: fileParts.fileShelf,
    chats,
    log,
  });

  let closing: Promise<void> | undefined;
  let handingOver = false;
  const requireStaying = () => {
    if (handingOver) throw new AppError('draining', 'Another server is taking over.', retryAfterMs);
  };
  const load = await createLoadParts({
    ...{ config, media, log, clock: given.clock, gauges: given.gauges },
    sockets: () => sockets.size,
    people: () => countPeople(rooms),
  });
  measure({ ...load, rooms, chats, store });
  const checks = createChecks({ store, media, requireStaying, isClosing: () => closing !== undefined });
  const http = await createHttpServer(
    config,
    createHttp({
      ...{ config, log, people, discovery, profiles, acquaintances, circles, roomCircles, kindred },
      ...{ pictures, shelf, ...fileParts, rooms, conversations, belongings, farewell, notices },
      ...{ choices, pushes, ownHome, moderation, calendar, house, desk, client, checks, load },
    }),
  );
  const sockets = socketsOf(http);
  const io = createSignaling({
    ...{ http, config, log, rooms, roles, invites, people, store, ties, audience, circles, rings },
    ...{
      boards,
      members,
      chats,
      conversations,
      notices,
      presence,
      moderation,
      previews,
      media,
      requireStaying,
      house,
      load,
    },
    expected: new Expected({ rooms, roles, clock: given.clock }),
    files: fileParts.files,
  });
  const port = await listen(http, { host: config.host, port: config.port || openPort, shared });
  load.gauges.open();
  rooms.reopen();
  calendar.reminders.look();

  async function end(): Promise<void> {
    const patience = setTimeout(() => {
      for (const socket of sockets) socket.destroy();
    }, config.shutdownTimeoutMs);
    // First the doors, without a word about rooms: for the clients it is a lost line, and they come back.
    await io.close();
    clearTimeout(patience);
    load.gauges.close();
    fileParts.files.close();
    pushes.close();
    retention.close();
    calendar.reminders.close();
    rooms.close();
    await media.close();
    await store.close();
  }

  return {
    port,
    media,
    rooms,
    firstAdmin: () => house.code.prepare(),
    listing: () => house.listing.state,
    letIn: (line) => letPassedIn(http, line),
    async handOver() {
      handingOver = true;
      load.metrics.handedOver('begun');
      rooms.release();
      await store.hold();
    },
    takeBack() {
      store.release();
      load.metrics.handedOver('takenBack');
      handingOver = false;
      rooms.takeBack();
    },
    async move() {
      // Who is at this door already is let in, as its closing would turn them away: one round accepts them.
      await nextRound();
      await nextRound();
      http.close();
      await moveClients(io);
    },
    close() {
      closing ??= end();
      return closing;
    },
  };
}
