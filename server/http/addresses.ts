import type { IncomingMessage } from 'node:http';
import type { Config } from '../config.ts';

type Served = Pick<Config, 'publicUrl' | 'https'>;

/** Says whether browsers reach this server by https. */
export function isSecure({ publicUrl, https }: Served): boolean {
  return publicUrl ? publicUrl.protocol === 'https:' : https !== undefined;
}

const hostForm = /^(?:[a-z0-9](?:[a-z0-9.-]{0,250}[a-z0-9])?|\[[0-9a-f:.]{2,45}\])(?::\d{1,5})?$/i;

/** The address of this server as its visitor knows it; null when the `Host` header makes no sense. */
export function ownOrigin(request: IncomingMessage, served: Served): string | null {
  if (served.publicUrl) return served.publicUrl.origin;
  const { host } = request.headers;
  return host && hostForm.test(host)
    ? `${isSecure(served) ? 'https' : 'http'}://${host.toLowerCase()}`
    : null;
}

/**
 * Says whether a request that changes something comes from a page of ours. Browsers tell where such a request comes
 * from; one that does not say is refused too.
 */
export function isFromOwnPage(request: IncomingMessage, served: Served): boolean {
  const { origin } = request.headers;
  const site = request.headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin') return false;
  if (origin === undefined) return site === 'same-origin';
  return origin === ownOrigin(request, served);
}
