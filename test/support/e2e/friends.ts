import type { Guest } from './Guest.ts';

/** The id by which the house knows a guest. */
export async function idOf(guest: Guest): Promise<string> {
  const response = await guest.context.request.get(`${guest.url}/api/me`);
  return ((await response.json()) as { data: { id: string } }).data.id;
}

/** Makes friends of two. */
export async function befriend(one: Guest, other: Guest): Promise<void> {
  for (const [from, to] of [
    [one, other],
    [other, one],
  ] as const) {
    const path = `${from.url}/api/people/${await idOf(to)}/friend`;
    await from.context.request.put(path, { headers: { origin: from.url }, data: {} });
  }
}
