import type { Answer } from '../../protocol/errors.ts';
import { RoomInfo } from '../../protocol/room.ts';

/** Becomes a guest of the server; gives the cookie by which it knows one again. */
export async function becomeGuest(url: string): Promise<string> {
  const response = await fetch(`${url}/api/me`);
  const cookie = response.headers.getSetCookie()[0]?.split(';')[0];
  if (!response.ok || cookie === undefined) throw new Error(`GET /api/me answered ${response.status}.`);
  await response.arrayBuffer();
  return cookie;
}

/** Opens a room as a guest. */
export async function openRoom(url: string, cookie: string): Promise<RoomInfo> {
  const response = await fetch(`${url}/api/rooms`, {
    method: 'POST',
    headers: { cookie, origin: url, 'sec-fetch-site': 'same-origin', 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'Bench', interests: ['astronomy'], language: 'en', visibility: 'link' }),
  });
  if (!response.ok) throw new Error(`POST /api/rooms answered ${response.status}: ${await response.text()}`);
  const answer: Answer<unknown> = await response.json();
  return RoomInfo.parse(answer.ok ? answer.data : undefined);
}
