import type { Request } from 'express';

/** Which route a request met, for the log: addresses themselves have names of rooms and tokens in them. */
export function routeOf(request: Pick<Request, 'route'>): string {
  return String(request.route?.path ?? 'none');
}
