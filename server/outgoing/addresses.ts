import { BlockList, isIPv4, isIPv6 } from 'node:net';

/** What of IPv4 is nobody's, somebody's own house, or not one host (IANA's special-purpose registry). */
const notPublic = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.31.196.0', 24],
  ['192.52.193.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['192.175.48.0', 24],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
] as const;

/** What of the public IPv6 addresses leads elsewhere: Teredo and other protocols, documents, 6to4. */
const notPlain = [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
] as const;

const refusedV4 = new BlockList();
for (const [net, bits] of notPublic) refusedV4.addSubnet(net, bits, 'ipv4');
const refusedV6 = new BlockList();
for (const [net, bits] of notPlain) refusedV6.addSubnet(net, bits, 'ipv6');
// All that is given out as public: loopback, link-local, unique local, mapped, compatible and NAT64 are outside.
const publicV6 = new BlockList();
publicV6.addSubnet('2000::', 3, 'ipv6');

/** Says whether an address is one of the open internet. It is compared as a number, not as text. */
export function isPublicAddress(address: string): boolean {
  if (isIPv4(address)) return !refusedV4.check(address, 'ipv4');
  if (!isIPv6(address) || address.includes('%')) return false;
  return publicV6.check(address, 'ipv6') && !refusedV6.check(address, 'ipv6');
}
