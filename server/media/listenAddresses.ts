import { type NetworkInterfaceInfo, networkInterfaces } from 'node:os';

/** Where media is received, and the address that browsers are told instead if it differs. */
export interface ListenAddress {
  readonly ip: string;
  readonly announcedAddress?: string;
}

type Interfaces = NodeJS.Dict<NetworkInterfaceInfo[]>;

/**
 * The addresses media listens on: every IPv4 of this machine, loopback too, so that a laptop works for itself and
 * for the phones around it. An announced address that is not one of them (a public one in front of a NAT) is
 * told in place of the machine's first outward address.
 */
export function listenAddresses(
  announced: readonly string[],
  interfaces: Interfaces = networkInterfaces(),
): ListenAddress[] {
  const all = Object.values(interfaces).flatMap((infos) => infos ?? []);
  const own = all.filter(({ family }) => family === 'IPv4');
  const outward = own.filter(({ internal }) => !internal).map(({ address }) => address);
  const inward = own.filter(({ internal }) => internal).map(({ address }) => address);

  const foreign = announced.filter((address) => !own.some((info) => info.address === address));
  if (foreign.length > Math.max(1, outward.length)) {
    throw new Error(
      `RTC_ANNOUNCED_ADDRESS names ${foreign.length} addresses that are not of this machine, which has ${outward.length} to stand behind them.`,
    );
  }
  const pairs = [...(outward.length > 0 ? outward : inward)].map((ip, index): ListenAddress => {
    const announcedAddress = foreign[index];
    return announcedAddress === undefined ? { ip } : { ip, announcedAddress };
  });
  return outward.length > 0 ? [...pairs, ...inward.map((ip) => ({ ip }))] : pairs;
}
