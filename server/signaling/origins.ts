import type { IncomingMessage } from 'node:http';

/**
 * Says whether a WebSocket handshake comes from a page of ours. CORS does not protect WebSockets: any page may
 * open one, with our cookie, and only the Origin header tells. A client that is no browser sends none.
 */
export function isOwnOrigin(request: IncomingMessage, publicUrl: URL | undefined): boolean {
  const { origin, host } = request.headers;
  if (origin === undefined) return true;
  if (!URL.canParse(origin)) return false;
  return publicUrl ? origin === publicUrl.origin : new URL(origin).host === host;
}
