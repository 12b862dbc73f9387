import type { Host } from '../Host.ts';

// No device has it.
const nobody = '02:00:00:00:00:01';

/** From now on nothing gets from one of these hosts to the other, without a word; both reach everybody else. */
export async function part(one: Host, other: Host): Promise<void> {
  await Promise.all([lose(one, other), lose(other, one)]);
}

/** They reach each other again. */
export async function rejoin(one: Host, other: Host): Promise<void> {
  await Promise.all([find(one, other), find(other, one)]);
}

async function lose(from: Host, to: Host): Promise<void> {
  const device = await deviceTo(from, to);
  await from.ip('neigh', 'replace', to.address, 'lladdr', nobody, 'dev', device, 'nud', 'permanent');
}

async function find(from: Host, to: Host): Promise<void> {
  await from.ip('neigh', 'del', to.address, 'dev', await deviceTo(from, to));
}

async function deviceTo(from: Host, to: Host): Promise<string> {
  const route = await from.ip('-o', 'route', 'get', to.address);
  const [, device] = / dev (\S+)/.exec(route) ?? [];
  if (device === undefined) throw new Error(`There is no way from ${from.name} to ${to.name}.`);
  return device;
}
