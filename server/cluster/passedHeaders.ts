import type { IncomingMessage } from 'node:http';

// What is said between two neighbours, and not to whoever comes after (RFC 9110, 7.6.1).
const betweenNeighbours = [
  ...['connection', 'keep-alive', 'proxy-connection', 'te', 'trailer', 'upgrade'],
  ...['expect', 'transfer-encoding'],
];

/** The headers of a message as they go on to the next: as a list of names and values in turn. */
export function headersToPass({ rawHeaders, headers }: IncomingMessage): string[] {
  const named = (headers.connection ?? '').split(',').map((name) => name.trim().toLowerCase());
  // How long a body is stays as it is, whatever somebody says of their connection.
  const left = new Set([...betweenNeighbours, ...named.filter((name) => name !== 'content-length')]);
  return pairsOf(rawHeaders).flatMap(([name, value]) => (left.has(name.toLowerCase()) ? [] : [name, value]));
}

/** The headers of a request as another node gets them from this one: with the address it came from. */
export function requestHeaders(request: IncomingMessage): string[] {
  const passed = pairsOf(headersToPass(request)).filter(([name]) => name.toLowerCase() !== 'x-forwarded-for');
  const told = request.headers['x-forwarded-for'];
  const chain = [...(told === undefined ? [] : [told]), request.socket.remoteAddress ?? 'unknown'].join(', ');
  const inPieces = request.headers['transfer-encoding'] !== undefined;
  // First, as of too many the last are left out.
  return [
    ...['X-Forwarded-For', chain],
    ...passed.flat(),
    ...(inPieces ? ['Transfer-Encoding', 'chunked'] : []),
  ];
}

/** The beginning of a request that becomes a connection of its own, as it goes over the wire. */
export function upgradeHead(request: IncomingMessage): string {
  const headers = [
    'Connection',
    'Upgrade',
    'Upgrade',
    request.headers.upgrade ?? '',
    ...requestHeaders(request),
  ];
  const lines = pairsOf(headers).map(([name, value]) => `${name}: ${value}`);
  return [`${request.method} ${request.url} HTTP/1.1`, ...lines, '', ''].join('\r\n');
}

function pairsOf(headers: readonly string[]): [string, string][] {
  const pairs: [string, string][] = [];
  for (let at = 0; at + 1 < headers.length; at += 2) pairs.push([headers[at] ?? '', headers[at + 1] ?? '']);
  return pairs;
}
