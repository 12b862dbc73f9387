import { lookup } from 'node:dns/promises';
import { type NetworkInterfaceInfo, networkInterfaces } from 'node:os';

/**
 * Where pipes from other nodes end: the address of this machine that the host name, by which they reach it, stands for.
 * Throws where that is none of this machine: media would wait there for nobody.
 */
export async function pipeAddress(
  host: string,
  interfaces: NodeJS.Dict<NetworkInterfaceInfo[]> = networkInterfaces(),
): Promise<string> {
  const own = Object.values(interfaces).flatMap((infos) => infos ?? []);
  const { address } = await lookup(host);
  // All of 127.0.0.0/8 is this machine, if somebody means it: a name that stands for it is one that nobody else knows.
  const isLoopback = address === host && address.startsWith('127.');
  if (isLoopback || own.some((info) => info.address === address)) return address;
  const is = address === host ? '' : `, which is ${address},`;
  throw new Error(`NODE_ADDRESS is ${host}${is} and that is no address of this machine.`);
}
