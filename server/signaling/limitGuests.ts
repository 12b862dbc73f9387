import type { Guests } from '../accounts/Guests.ts';
import { clientAddress } from '../clientAddress.ts';
import { AppError, toRefusal } from '../errors.ts';
import type { Logger } from '../log.ts';
import type { RateLimit } from '../RateLimit.ts';
import type { Io } from './announce.ts';
import { ConnectionLimit } from './ConnectionLimit.ts';

// Tabs of one browser, and those of its connections that died and that nobody has noticed yet.
const connectionsPerGuest = 20;
const retryAfterMs = 3_000;

interface Parts {
  readonly guests: Guests;
  readonly rateLimit: RateLimit;
  readonly trustProxy: number;
  readonly log: Logger;
}

/** Refuses whoever connects too often, or has too many connections: before there is a session, with a code. */
export function limitGuests(io: Io, { guests, rateLimit, trustProxy, log }: Parts): void {
  const connections = new ConnectionLimit(connectionsPerGuest);
  io.use(({ conn, request }, next) => {
    try {
      const guestId = guests.identify(request.headers.cookie)?.id;
      rateLimit.take('light', clientAddress(request, trustProxy), guestId);
      if (guestId !== undefined) {
        if (!connections.has(guestId)) {
          throw new AppError('rate_limited', 'You have too many connections.', retryAfterMs);
        }
        connections.add(guestId);
        conn.once('close', () => connections.remove(guestId));
      }
      next();
    } catch (error) {
      const refusal = toRefusal(error, log, {});
      next(Object.assign(new Error(refusal.message), { data: refusal }));
      // Told why, they have to connect anew to ask again.
      setImmediate(() => conn.close());
    }
  });
}
