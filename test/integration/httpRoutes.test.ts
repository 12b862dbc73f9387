import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { accountRoutes } from '../../protocol/account.ts';
import type { capacityRoutes } from '../../protocol/capacity.ts';
import type { conversationRoutes } from '../../protocol/conversations.ts';
import type { fileRoutes } from '../../protocol/files.ts';
import type { houseRoutes } from '../../protocol/house.ts';
import type { houseBanRoutes } from '../../protocol/houseBans.ts';
import type { housePeopleRoutes } from '../../protocol/housePeople.ts';
import { InterestSlug } from '../../protocol/ids.ts';
import type { reportRoutes } from '../../protocol/reports.ts';
import { type RouteName, routes } from '../../protocol/rest.ts';
import type { scheduleRoutes } from '../../protocol/scheduleRoutes.ts';
import { aProfile, aPushAddress, aRoom } from '../contract/storeSamples.ts';
import { openHouse, someRoom } from './httpHouse.ts';

let house: Awaited<ReturnType<typeof openHouse>>;
const room = aRoom({ interests: [InterestSlug.parse('astronomy')] });
beforeAll(async () => {
  house = await openHouse({ RATE_SCALE: '1000' });
  house.directory.put(room, { count: 9, liveSince: 1 });
});
afterAll(() => house.close());

// Accounts, the house, conversations, files and events have tests of their own: most of their routes need one another.
type OfOthers =
  | keyof typeof reportRoutes
  | keyof typeof accountRoutes
  | keyof typeof houseRoutes
  | keyof typeof capacityRoutes
  | keyof typeof houseBanRoutes
  | keyof typeof housePeopleRoutes
  | keyof typeof conversationRoutes
  | keyof typeof fileRoutes
  | keyof typeof scheduleRoutes;
type Alone = Exclude<RouteName, OfOthers>;

const asked: Record<Alone, () => Promise<Response>> = {
  belongings: () => house.ask('/api/me/belongings', { headers: { Cookie: house.guestCookie() } }),
  writtenLines: () => house.ask('/api/me/lines', { headers: { Cookie: house.guestCookie() } }),
  leaveForGood: () => house.ask('/api/me', { method: 'DELETE', headers: { Cookie: house.guestCookie() } }),
  me: () => house.ask('/api/me?language=zh'),
  changeMe: () => send('PUT', '/api/me', { name: 'Priya' }),
  interests: () => house.ask('/api/interests'),
  interest: () => house.ask('/api/interests/astronomy'),
  rooms: () => house.ask('/api/rooms?interest=astronomy&language=en&limit=5'),
  openRoom: () => send('POST', '/api/rooms', someRoom),
  room: () => house.ask(`/api/rooms/${room.slug}`),
  profile: async () => {
    const cookie = house.guestCookie();
    return house.ask(`/api/people/${await idOf(cookie)}`, { headers: { Cookie: cookie } });
  },
  changeProfile: () => send('PUT', '/api/me/profile', aProfile()),
  takePicture: async () => {
    const create = { width: 8, height: 8, channels: 3, background: 'teal' } as const;
    const body = new Uint8Array(await sharp({ create }).png().toBuffer());
    return house.ask('/api/me/picture', { method: 'PUT', headers: { Cookie: house.guestCookie() }, body });
  },
  dropPicture: () =>
    house.ask('/api/me/picture', { method: 'DELETE', headers: { Cookie: house.guestCookie() } }),
  kindred: () => house.ask('/api/me/kindred', { headers: { Cookie: house.guestCookie() } }),
  ties: () => house.ask('/api/me/ties', { headers: { Cookie: house.guestCookie() } }),
  tie: async () => tied('PUT', `/people/${await somebody()}/friend`),
  untie: async () => tied('DELETE', `/people/${await somebody()}/friend`),
  followRoom: () => tied('PUT', `/rooms/${room.slug}/follow`),
  unfollowRoom: () => tied('DELETE', `/rooms/${room.slug}/follow`),
  followInterest: () => tied('PUT', '/interests/astronomy/follow'),
  unfollowInterest: () => tied('DELETE', '/interests/astronomy/follow'),
  ownRooms: () => house.ask('/api/me/rooms', { headers: { Cookie: house.guestCookie() } }),
  notices: () => house.ask('/api/me/notices', { headers: { Cookie: house.guestCookie() } }),
  readNotices: () => tied('PUT', '/me/notices/read'),
  readNotice: () => tied('PUT', `/me/notices/${'n'.repeat(22)}/read`),
  noticeChoices: () => house.ask('/api/me/notices/choices', { headers: { Cookie: house.guestCookie() } }),
  chooseLevel: () => send('PUT', '/api/me/notices/level', { kind: 'interest', id: 'chess', level: 'live' }),
  chooseQuiet: () =>
    send('PUT', '/api/me/notices/quiet', { quiet: { from: 1_380, to: 480, zone: 'Europe/Lisbon' } }),
  audit: () => house.ask('/api/audit?actions=muted,banned&q=x', { headers: { Cookie: house.guestCookie() } }),
  push: () => house.ask('/api/me/push', { headers: { Cookie: house.guestCookie() } }),
  takePush: () => send('PUT', '/api/me/push', aPushAddress()),
  dropPush: () => tied('DELETE', '/me/push'),
  circles: () => house.ask('/api/me/circles', { headers: { Cookie: house.guestCookie() } }),
  makeCircle: () => send('POST', '/api/me/circles', { name: 'Family' }),
  renameCircle: () => inCircle((id, cookie) => send('PUT', `/api/me/circles/${id}`, { name: 'Kin' }, cookie)),
  dropCircle: () => inCircle((id, cookie) => tied('DELETE', `/me/circles/${id}`, cookie)),
  encircle: () =>
    inCircle(async (id, cookie) => tied('PUT', `/me/circles/${id}/people/${await somebody()}`, cookie)),
  uncircle: () =>
    inCircle(async (id, cookie) => tied('DELETE', `/me/circles/${id}/people/${await somebody()}`, cookie)),
  search: () => house.ask(`/api/search?q=${encodeURIComponent('天文')}`),
};

test.each(Object.keys(asked) as Alone[])('%s answers what the protocol says', async (name) => {
  const response = await asked[name]();
  expect(response.status).toBe(200);
  expect(response.headers.get('Cache-Control')).toBe('no-store');
  const answer = (await response.json()) as { ok: boolean; data: unknown };
  expect(answer.ok).toBe(true);
  const output = routes[name].output.safeParse(answer.data);
  expect(output.error).toBeUndefined();
  expect(output.data).toEqual(answer.data);
});

async function somebody(): Promise<string | undefined> {
  const cookie = house.guestCookie();
  await send('PUT', '/api/me', { name: 'Bo' }, cookie);
  return await idOf(cookie);
}

async function idOf(cookie: string): Promise<string | undefined> {
  return (await house.people.identities.identify(cookie))?.id;
}

async function inCircle(ask: (id: string, cookie: string) => Promise<Response>): Promise<Response> {
  const cookie = house.guestCookie();
  const made = await send('POST', '/api/me/circles', { name: 'Family' }, cookie);
  return await ask(((await made.json()) as { data: { id: string } }).data.id, cookie);
}

function tied(method: 'PUT' | 'DELETE', path: string, cookie = house.guestCookie()) {
  const headers = { 'Content-Type': 'application/json', Cookie: cookie };
  return house.ask(`/api${path}`, { method, headers, ...(method === 'PUT' && { body: '{}' }) });
}

function send(method: string, path: string, body: unknown, cookie = house.guestCookie()) {
  const headers = { 'Content-Type': 'application/json', Cookie: cookie };
  return house.ask(path, { method, headers, body: JSON.stringify(body) });
}
