import type { IncomingMessage } from 'node:http';
import { isIPv6, type Socket } from 'node:net';

const linesOfNodes = new WeakSet<Socket>();

/** Says that a connection comes from another node of this house, which passes on those who came to its door. */
export function trustNode(line: Socket): void {
  linesOfNodes.add(line);
}

/**
 * Who asks, for limits: the address, or for IPv6 the /64 network, which is what one household gets. As many
 * entries of `X-Forwarded-For` are believed, from the right, as there are proxies of ours; a node that passes somebody
 * on is one more.
 */
export function clientAddress(request: IncomingMessage, trustProxy: number): string {
  const remote = request.socket.remoteAddress ?? 'unknown';
  const forwarded = request.headers['x-forwarded-for'];
  const chain =
    forwarded === undefined
      ? []
      : String(forwarded)
          .split(',')
          .map((part) => part.trim());
  const trusted = trustProxy + (linesOfNodes.has(request.socket) ? 1 : 0);
  const address = trusted > 0 ? (chain.at(-trusted) ?? chain[0] ?? remote) : remote;
  return network(address);
}

/** The address itself for IPv4, the /64 for IPv6. */
function network(address: string): string {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '');
  if (!isIPv6(plain)) return plain;
  const [head = '', tail] = plain.split('%')[0]?.split('::') ?? [];
  const groups = head ? head.split(':') : [];
  const after = tail ? tail.split(':') : [];
  if (tail !== undefined) groups.push(...Array(8 - groups.length - after.length).fill('0'), ...after);
  return `${groups
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':')}::/64`;
}
