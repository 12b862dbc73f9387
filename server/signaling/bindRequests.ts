import { z } from 'zod';
import type { RequestDefinition } from '../../protocol/define.ts';
import type { Answer } from '../../protocol/errors.ts';
import { type RequestData, type RequestName, type RequestOutput, requests } from '../../protocol/index.ts';
import { AppError, toRefusal } from '../errors.ts';
import type { Metrics } from '../load/Metrics.ts';
import type { RateLimit } from '../RateLimit.ts';
import { can } from '../rooms/permissions.ts';
import { type ChatPlace, type ChatPlaces, namedRoom } from './ChatPlaces.ts';
import type { ClientSocket, Seat, Session } from './Session.ts';

/** One function for each request of the protocol; the compiler reports a missing one. */
export type Handlers = {
  [Name in RequestName]: (session: Session, input: RequestData<Name>) => Promise<RequestOutput<Name>>;
};

/** As what somebody asks, and where. */
type Standing = Pick<ChatPlace, 'info' | 'role'>;

interface Door {
  readonly rateLimit: RateLimit;
  readonly places: ChatPlaces;
  readonly requireStaying: () => void;
  readonly metrics: Pick<Metrics, 'answered'>;
}

// Media is this server's own until the last client has moved, and whoever leaves is not to be held.
const harmless: ReadonlySet<RequestName> = new Set([
  'server:ping',
  'lobby:watch',
  'lobby:unwatch',
  'presence:watch',
  'room:leave',
  'chat:before',
  'chat:changes',
  'chat:after',
  'chat:around',
  'chat:search',
]);

// Someone who goes on asking while being told to wait is not a person.
const toleratedRefusals = 200;

/**
 * The single door from the wire into the server. Every event of the table goes through the same steps: rate, state,
 * permission, schema, handler, typed answer. Nothing a client sends gets past it as an exception, and a client
 * that gave no callback is served all the same.
 */
export function bindRequests(
  socket: ClientSocket,
  session: Session,
  handlers: Handlers,
  { rateLimit, places, requireStaying, metrics }: Door,
): void {
  let refusals = 0;
  socket.onAny((name: unknown, ...args: unknown[]) => {
    const reply = args.find((arg) => typeof arg === 'function');
    const began = performance.now();
    void answer(name, args[0]).then((given) => {
      const code = given.ok ? 'ok' : given.error.code;
      metrics.answered(isRequest(name) ? name : 'unknown', code, performance.now() - began);
      if (!given.ok && given.error.code === 'rate_limited' && ++refusals > toleratedRefusals) {
        session.log.warn({}, 'session asks too often');
        socket.disconnect(true);
        return;
      }
      reply?.(given);
    });
  });

  async function answer(name: unknown, input: unknown): Promise<Answer<unknown>> {
    try {
      if (!isRequest(name)) throw new AppError('bad_request', 'There is no such request.');
      return { ok: true, data: await serve(name, typeof input === 'function' ? undefined : input) };
    } catch (error) {
      return { ok: false, error: toRefusal(error, session.log, { request: name }) };
    }
  }

  async function serve<Name extends RequestName>(name: Name, input: unknown): Promise<RequestOutput<Name>> {
    const { rate, state, may, input: schema } = requests[name];
    rateLimit.take(rate, session.address, session.id);
    if (!goesOnWhileMoving(name)) requireStaying();
    const standing = standingFor(state, input);
    if (may !== 'anyone') session.requireGuest();
    // Whoever acts from a seat has got its newest token.
    if (state !== 'connected' && session.seat?.companion === false)
      session.seat.participant.seatTokenArrived();
    if (standing && !can(standing.role, may, standing.info)) {
      throw new AppError('forbidden', 'Your role in this room does not allow that.');
    }
    const parsed = schema.safeParse(input);
    if (!parsed.success) throw new AppError('bad_request', z.prettifyError(parsed.error));
    // The schema of this very name made the data; the compiler cannot follow the pairing through the table.
    return await handlers[name](session, parsed.data as RequestData<Name>);
  }

  /** As what somebody asks, where that is to decide. Throws for who is not where the request makes sense. */
  function standingFor(state: RequestDefinition['state'], input: unknown): Standing | undefined {
    switch (state) {
      case 'connected':
        return undefined;
      case 'chatting':
        return places.of(session, namedRoom(input));
      case 'joined':
        return standingOn(session.requireSeat());
      case 'calling':
        return standingOn(session.requireMedia());
    }
  }
}

function standingOn({ room: { info }, participant: { authority: role } }: Seat): Standing {
  return { info, role };
}

function isRequest(name: unknown): name is RequestName {
  return typeof name === 'string' && Object.hasOwn(requests, name);
}

/** Whether a request leaves nothing behind that a server which takes over would have to know. */
function goesOnWhileMoving(name: RequestName): boolean {
  return name.startsWith('media:') || harmless.has(name);
}
