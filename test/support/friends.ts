import type { UserId } from '../../protocol/ids.ts';
import type { Me } from '../../protocol/people.ts';
import type { Client } from './Client.ts';

export async function idOf(client: Client): Promise<UserId> {
  return (await client.ask<Me>('GET', '/me')).id;
}

/** Makes two people friends: each asks the other. */
export async function befriend(one: Client, other: Client): Promise<void> {
  await one.ask('PUT', `/people/${await idOf(other)}/friend`, {});
  await other.ask('PUT', `/people/${await idOf(one)}/friend`, {});
}
