import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RoomId } from '../../protocol/ids.ts';
import type { RoomInfo, RoomSettings } from '../../protocol/room.ts';
import { createAccountParts } from '../../server/accounts/accountParts.ts';
import { readConfig } from '../../server/config.ts';
import { Discovery } from '../../server/discovery/Discovery.ts';
import { AppError } from '../../server/errors.ts';
import { createFileParts } from '../../server/files/fileParts.ts';
import { HouseDesk } from '../../server/house/HouseDesk.ts';
import { createHouseParts } from '../../server/house/houseParts.ts';
import { readClientFiles } from '../../server/http/files.ts';
import { createHttpServer } from '../../server/http/listen.ts';
import { createHttp } from '../../server/http/server.ts';
import { isPicture, PictureMill } from '../../server/images/PictureMill.ts';
import { PictureShelf } from '../../server/images/PictureShelf.ts';
import { createLoadParts } from '../../server/load/loadParts.ts';
import { createLogger } from '../../server/log.ts';
import { createModerationParts } from '../../server/moderation/moderationParts.ts';
import { Sanctions } from '../../server/moderation/Sanctions.ts';
import { Outgoing } from '../../server/outgoing/Outgoing.ts';
import { Acquaintances } from '../../server/people/Acquaintances.ts';
import { Audience } from '../../server/people/Audience.ts';
import { createBelongingParts } from '../../server/people/belongingParts.ts';
import { Circles } from '../../server/people/Circles.ts';
import { Conversations } from '../../server/people/Conversations.ts';
import { Kindred } from '../../server/people/Kindred.ts';
import { NoticeChoices } from '../../server/people/NoticeChoices.ts';
import { Notices } from '../../server/people/Notices.ts';
import { OwnHome } from '../../server/people/OwnHome.ts';
import { Pictures } from '../../server/people/Pictures.ts';
import { Presence } from '../../server/people/Presence.ts';
import { Profiles } from '../../server/people/Profiles.ts';
import { Pushes } from '../../server/people/Pushes.ts';
import { RoomCircles } from '../../server/people/RoomCircles.ts';
import { Ties } from '../../server/people/Ties.ts';
import { Whereabouts } from '../../server/people/Whereabouts.ts';
import { PushSender } from '../../server/push/PushSender.ts';
import { Boards } from '../../server/rooms/board/Boards.ts';
import { Chats } from '../../server/rooms/Chats.ts';
import { Invites } from '../../server/rooms/Invites.ts';
import { Members } from '../../server/rooms/Members.ts';
import { Roles } from '../../server/rooms/Roles.ts';
import { RoomRegistry } from '../../server/rooms/RoomRegistry.ts';
import { createScheduleParts } from '../../server/schedule/scheduleParts.ts';
import { MemoryStore } from '../../server/store/MemoryStore.ts';
import { aRoom } from '../contract/storeSamples.ts';
import { FakeGauges } from '../support/FakeGauges.ts';
import { FakeMediaEngine } from '../support/FakeMediaEngine.ts';
import { FakeDirectory } from '../unit/discovery/FakeDirectory.ts';

const page = `<!doctype html>
<html lang="en">
  <head>
    <!--head-->
  </head>
  <body><div id="app"></div></body>
</html>
`;

/** A built client of a few files. */
function makeClient(): string {
  const folder = mkdtempSync(join(tmpdir(), 'hobnob-client-'));
  mkdirSync(join(folder, 'assets'));
  writeFileSync(join(folder, 'index.html'), page);
  writeFileSync(join(folder, 'assets', 'main-Ab12.js'), 'console.log("hello");'.repeat(100));
  writeFileSync(join(folder, 'icon.svg'), '<svg xmlns="http://www.w3.org/2000/svg"/>');
  return folder;
}

/** The HTTP door on a free port, over a store in memory and rooms put in by hand. */
export async function openHouse(env: Record<string, string> = {}) {
  const folder = makeClient();
  const config = readConfig({
    DATA_DIR: join(folder, 'data'),
    LOG_LEVEL: 'silent',
    NEWCOMER_MINUTES: '0',
    ...env,
  });
  const store = new MemoryStore();
  const directory = new FakeDirectory();
  const secure = config.publicUrl?.protocol === 'https:';
  const log = createLogger('silent');
  const sanctions = await Sanctions.load(store.sanctions);
  const house = await createHouseParts(store, config, { sanctions, log });
  const people = createAccountParts(store, Buffer.alloc(32, 7), { secure });
  const failing = new Map<string, () => Promise<void>>();
  const rooms = {
    info: (id: RoomId) => directory.infos.find((info) => info.id === id),
    async create(settings: RoomSettings, openedBy: RoomInfo['openedBy']): Promise<RoomInfo> {
      if (settings.name === 'no room left') throw new AppError('storage_full', 'The storage is full.');
      if (settings.name === 'bug') throw new TypeError('secret detail');
      const room = aRoom({ ...settings, openedBy, createdAt: Date.now() });
      directory.put(room);
      return room;
    },
  };
  const interests = await store.interests.list();
  const known = {
    liveRooms: [],
    get infos() {
      return directory.infos;
    },
    cardOf: (room: RoomInfo) => directory.cardOf(room),
  };
  const ties = await Ties.load(store.ties);
  const circles = await Circles.load({ store: store.circles, ties, log });
  const members = await Members.load(store.members);
  const roomCircles = await RoomCircles.load(store.rooms);
  const audience = new Audience({
    members,
    ties,
    circles,
    roomCircles,
    rooms: known,
    listing: house.listing,
  });
  const whereabouts = new Whereabouts(known, audience);
  const acquaintances = new Acquaintances({ store, ties, interests, whereabouts, audience });
  const kindred = await Kindred.load(store, ties);
  const roles = await Roles.load(store.roles);
  const media = new FakeMediaEngine();
  const registry = await RoomRegistry.load({
    store,
    sanctions,
    media,
    log,
    roles,
    invites: await Invites.load(store.doors, roles),
    ...{ capacity: 10, seatMs: 1_000, emptyPauseMs: 60_000 },
  });
  const mill = new PictureMill();
  const fileParts = createFileParts({
    config,
    limits: config.files,
    store,
    sanctions,
    rooms: registry,
    audience,
    ties,
    mill,
    isPicture,
    log,
  });
  const conversations = new Conversations({ store, rooms: registry, members, audience, ties });
  const presence = await Presence.load({
    store: store.presences,
    ...{ ties, circles, whereabouts, rooms: registry },
  });
  const choices = await NoticeChoices.load({ store: store.notices, ties, circles });
  const shelf = new PictureShelf(join(folder, 'data/pictures'));
  const discovery = new Discovery(directory, interests, audience);
  const notices = new Notices({ store, sanctions, rooms: registry, ties, audience, choices, presence });
  const calendar = await createScheduleParts({
    ...{ store, rooms: registry, ties, circles, roomCircles, roles, audience, discovery, mill, shelf, log },
    ...{ sanctions, notices, choices, guests: people.guests },
  });
  const pictures = new Pictures({ guests: people.guests, rooms: { liveRooms: [] }, mill, shelf, log });
  const { retention, belongings, farewell } = createBelongingParts({
    ...{ store, rooms: registry, chats: new Chats(registry), members, conversations, acquaintances },
    ...{ boards: new Boards(store.board), circles, kindred, presence, ties, choices, people },
    ...{ roles, calendar, house, pictures, log, sanctions },
    dropFiles: (roomId, seq) => fileParts.files.dropOf(roomId, seq),
  });
  const moderation = createModerationParts({
    ...{ store, sanctions, rooms: registry, roles, chats: new Chats(registry), people },
    ...{
      schedule: calendar.schedule,
      audience,
      notices,
      ties,
      newcomerMs: config.newcomerMs,
      keepers: house.roles,
      serverLog: log,
    },
    dropFiles: (roomId, seq) => fileParts.files.dropOf(roomId, seq),
  });
  const pushes = new Pushes({
    ...{ store, notices, presence, interests, log },
    ...{ logins: people.logins, accounts: people.accounts },
    sender: PushSender.open(config, new Outgoing()),
  });
  const load = await createLoadParts({
    ...{ config, media, gauges: new FakeGauges(), log },
    sockets: () => 0,
    people: () => ({ rooms: 0, participants: 0 }),
  });
  const app = createHttp({
    config,
    load,
    log,
    people,
    discovery,
    profiles: new Profiles({
      store,
      interests,
      whereabouts,
      ties,
      acquaintances,
      kindred,
      presence: { shows: () => true },
    }),
    acquaintances,
    circles,
    roomCircles,
    kindred,
    pictures,
    shelf,
    ...fileParts,
    rooms,
    conversations,
    belongings,
    farewell,
    notices,
    choices,
    pushes,
    moderation,
    house,
    desk: new HouseDesk({
      ...{ store, rooms: registry, farewell, log: moderation.log, bans: moderation.bans },
      ...people,
      ...house,
    }),
    ownHome: new OwnHome({ store, sanctions, rooms: registry, ties, audience }),
    calendar,
    client: readClientFiles(folder),
    checks: {
      store: () => store.ping(),
      media: async () => failing.get('media')?.(),
    },
  });
  const server = await createHttpServer(config, app);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;

  return {
    url,
    port,
    store,
    directory,
    people,
    failing,
    /** The cookie of a new guest. */
    guestCookie: () => people.guests.create('en').setCookie.split(';')[0] ?? '',
    /** Asks as one of our own pages does. */
    ask: (path: string, { headers, ...init }: RequestInit & { headers?: Record<string, string> } = {}) =>
      fetch(url + path, { ...init, headers: { Origin: url, ...headers } }),
    async close() {
      retention.close();
      calendar.reminders.close();
      server.closeAllConnections();
      fileParts.files.close();
      await new Promise((resolve) => server.close(resolve));
      await store.close();
      rmSync(folder, { recursive: true });
    },
  };
}

/** What a form for a new room would send. */
export const someRoom = { name: 'Backyard observatory', interests: ['astronomy'], language: 'en' };
