import type { Answer } from '../protocol/errors.ts';
import type { InterestSlug, RoomSlug, UserId } from '../protocol/ids.ts';
import type { Me, MeChange } from '../protocol/people.ts';
import type { Profile, ProfilePage } from '../protocol/profile.ts';
import type { RouteBodyInput, RouteName, RouteOutput, RouteQueryInput } from '../protocol/rest.ts';
import type { OwnTies, TieKind } from '../protocol/ties.ts';
import { RequestError } from './session/RequestError.ts';

interface Options<Name extends RouteName> {
  readonly method?: 'POST' | 'PUT' | 'DELETE';
  readonly query?: RouteQueryInput<Name>;
  readonly body?: RouteBodyInput<Name>;
}

/** Asks a route of ours. Rejects with a `RequestError`. */
export async function ask<Name extends RouteName>(
  path: string,
  options: Options<Name> = {},
): Promise<RouteOutput<Name>> {
  const query = Object.entries(options.query ?? {}).flatMap(([key, value]) =>
    value === undefined ? [] : [[key, String(value)]],
  );
  const suffix = query.length > 0 ? `?${new URLSearchParams(query)}` : '';
  return await data(
    send<RouteOutput<Name>>(`/api${path}${suffix}`, {
      ...(options.method && { method: options.method }),
      ...(options.body !== undefined && {
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(options.body),
      }),
    }),
  );
}

/** Sends a route of ours a body of bytes. Rejects with a `RequestError`. */
export async function sendBytes<Name extends RouteName>(
  path: string,
  body: Blob,
): Promise<RouteOutput<Name>> {
  return await data(send<RouteOutput<Name>>(`/api${path}`, { method: 'PUT', body }));
}

async function data<Data>(asked: Promise<Answer<Data>>): Promise<Data> {
  const answer = await asked;
  if (!answer.ok) throw RequestError.from(answer.error);
  return answer.data;
}

async function send<Data>(url: string, init: RequestInit): Promise<Answer<Data>> {
  try {
    const response = await fetch(url, init);
    return (await response.json()) as Answer<Data>;
  } catch (error) {
    throw new RequestError('unreachable', String(error));
  }
}

function onOrOff(on: boolean) {
  return on ? ({ method: 'PUT', body: {} } as const) : ({ method: 'DELETE' } as const);
}

/** The REST routes, one function for each. All reject with a `RequestError`. */
export const api = {
  me: (language: 'en' | 'zh'): Promise<Me> => ask<'me'>('/me', { query: { language } }),
  changeMe: (body: MeChange): Promise<Me> => ask<'changeMe'>('/me', { method: 'PUT', body }),
  profile: (id: UserId): Promise<ProfilePage> => ask<'profile'>(`/people/${encodeURIComponent(id)}`),
  changeProfile: (body: Profile): Promise<Profile> =>
    ask<'changeProfile'>('/me/profile', { method: 'PUT', body }),
  kindred: () => ask<'kindred'>('/me/kindred'),
  ties: (): Promise<OwnTies> => ask<'ties'>('/me/ties'),
  tie: (id: UserId, kind: TieKind, on: boolean): Promise<OwnTies> =>
    ask<'tie'>(`/people/${encodeURIComponent(id)}/${kind}`, onOrOff(on)),
  followRoom: (slug: RoomSlug, on: boolean): Promise<OwnTies> =>
    ask<'followRoom'>(`/rooms/${encodeURIComponent(slug)}/follow`, onOrOff(on)),
  followInterest: (slug: InterestSlug, on: boolean): Promise<OwnTies> =>
    ask<'followInterest'>(`/interests/${encodeURIComponent(slug)}/follow`, onOrOff(on)),
  takePicture: (picture: Blob): Promise<Me> => sendBytes<'takePicture'>('/me/picture', picture),
  dropPicture: (): Promise<Me> => ask<'dropPicture'>('/me/picture', { method: 'DELETE' }),
  interests: () => ask<'interests'>('/interests'),
  interest: (slug: InterestSlug) => ask<'interest'>(`/interests/${encodeURIComponent(slug)}`),
  rooms: (query: RouteQueryInput<'rooms'> = {}) => ask<'rooms'>('/rooms', { query }),
  room: (slug: RoomSlug) => ask<'room'>(`/rooms/${encodeURIComponent(slug)}`),
  openRoom: (body: RouteBodyInput<'openRoom'>) => ask<'openRoom'>('/rooms', { method: 'POST', body }),
  search: (q: string) => ask<'search'>('/search', { query: { q } }),
};
