import type { Identities } from '../accounts/Identities.ts';
import { clientAddress } from '../clientAddress.ts';
import { AppError, toRefusal } from '../errors.ts';
import type { Admission } from '../load/Admission.ts';
import type { Logger } from '../log.ts';
import type { RateLimit } from '../RateLimit.ts';
import type { Expected } from '../rooms/Expected.ts';
import type { Io } from './announce.ts';
import { ConnectionLimit } from './ConnectionLimit.ts';
import type { ClientSocket } from './Session.ts';

// Tabs of one browser, and those of its connections that died and that nobody has noticed yet.
const connectionsPerGuest = 20;
const retryAfterMs = 3_000;

interface Parts {
  readonly identities: Identities;
  readonly rateLimit: RateLimit;
  readonly trustProxy: number;
  readonly admission: Admission;
  readonly expected: Expected;
  readonly log: Logger;
}

/**
 * Finds out who connects, and refuses whoever connects too often, has too many connections, or comes when there are as
 * many as there may be: before there is a session, with a code.
 */
export function limitGuests(io: Io, parts: Parts): void {
  const { identities, rateLimit, trustProxy, admission, expected, log } = parts;
  const connections = new ConnectionLimit(connectionsPerGuest);
  io.use((socket, next) => {
    const admitted = () => next();
    admit(socket).then(admitted, (error: unknown) => {
      const refusal = toRefusal(error, log, {});
      next(Object.assign(new Error(refusal.message), { data: refusal }));
      // Told why, they have to connect anew to ask again.
      setImmediate(() => socket.conn.close());
    });
  });

  async function admit({ conn, request, data }: ClientSocket): Promise<void> {
    const { cookie } = request.headers;
    rateLimit.take('light', clientAddress(request, trustProxy), undefined);
    // Before the store is asked who it is: a server that is full has no time for that.
    const maySit = () => identities.maybe(cookie, (id) => expected.isInside(id));
    admission.requireSocket(io.engine.clientsCount, maySit);
    data.identity = await identities.identify(cookie);
    const id = data.identity?.id;
    admission.requireSocket(io.engine.clientsCount, () => id !== undefined && expected.isInside(id));
    // Whoever hung up meanwhile closes no second time.
    if (id === undefined || conn.readyState !== 'open') return;
    rateLimit.takeBy('light', id);
    if (!connections.has(id)) {
      throw new AppError('rate_limited', 'You have too many connections.', retryAfterMs);
    }
    connections.add(id);
    conn.once('close', () => connections.remove(id));
  }
}
