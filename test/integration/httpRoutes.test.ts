import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { accountRoutes } from '../../protocol/account.ts';
import { InterestSlug } from '../../protocol/ids.ts';
import { type RouteName, routes } from '../../protocol/rest.ts';
import { aProfile, aRoom } from '../contract/storeSamples.ts';
import { openHouse, someRoom } from './httpHouse.ts';

let house: Awaited<ReturnType<typeof openHouse>>;
const room = aRoom({ interests: [InterestSlug.parse('astronomy')] });
beforeAll(async () => {
  house = await openHouse({ RATE_SCALE: '1000' });
  house.directory.put(room, { count: 9, liveSince: 1 });
});
afterAll(() => house.close());

// Accounts have tests of their own: most of their routes need one another.
type WithoutAccount = Exclude<RouteName, keyof typeof accountRoutes>;

const asked: Record<WithoutAccount, () => Promise<Response>> = {
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
  search: () => house.ask(`/api/search?q=${encodeURIComponent('天文')}`),
};

test.each(Object.keys(asked) as WithoutAccount[])('%s answers what the protocol says', async (name) => {
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

function tied(method: 'PUT' | 'DELETE', path: string) {
  const headers = { 'Content-Type': 'application/json', Cookie: house.guestCookie() };
  return house.ask(`/api${path}`, { method, headers, ...(method === 'PUT' && { body: '{}' }) });
}

function send(method: string, path: string, body: unknown, cookie = house.guestCookie()) {
  const headers = { 'Content-Type': 'application/json', Cookie: cookie };
  return house.ask(path, { method, headers, body: JSON.stringify(body) });
}
