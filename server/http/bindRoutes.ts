import type { IncomingMessage } from 'node:http';
import express, { type ErrorRequestHandler, type Request, type Response, Router } from 'express';
import { z } from 'zod';
import type { RouteDefinition } from '../../protocol/define.ts';
import type { Answer } from '../../protocol/errors.ts';
import {
  type RouteBody,
  type RouteName,
  type RouteOutput,
  type RouteParams,
  type RouteQuery,
  routes,
} from '../../protocol/rest.ts';
import type { Member } from '../accounts/Accounts.ts';
import type { Identities, Identity } from '../accounts/Identities.ts';
import type { Site } from '../accounts/passkeys.ts';
import { clientAddress } from '../clientAddress.ts';
import type { Config } from '../config.ts';
import { AppError, toRefusal } from '../errors.ts';
import type { HouseRoles } from '../house/HouseRoles.ts';
import type { Metrics } from '../load/Metrics.ts';
import type { Logger } from '../log.ts';
import type { RateLimit } from '../RateLimit.ts';
import { isFromOwnPage, ownOrigin } from './addresses.ts';
import { routeOf } from './routeOf.ts';
import { statuses } from './statuses.ts';

/** One request, checked. */
export interface Call<Name extends RouteName> {
  readonly params: RouteParams<Name>;
  readonly query: RouteQuery<Name>;
  readonly body: RouteBody<Name>;
  /** The request itself, to be read where the body is a stream. */
  readonly incoming: IncomingMessage;
  /** Where the request comes from. */
  readonly address: string;
  /** Who asks; null for nobody we know. */
  readonly identity: Identity | null;
  /** The `Cookie` and `User-Agent` headers. */
  readonly cookies: string | undefined;
  readonly userAgent: string | undefined;
  /** As which site the browser knows this server. */
  readonly site: Site;
  /** Who asks, on a route that takes a cookie of ours. */
  requireGuest(): Identity;
  /** Who asks, on a route for people who are signed in. */
  requireMember(): Member;
  /** Sends a cookie along with the answer. */
  setCookie(value: string): void;
}

/** One function for each route of the protocol; the compiler reports a missing one. */
export type RouteHandlers = {
  [Name in RouteName]: (call: Call<Name>) => Promise<RouteOutput<Name>> | RouteOutput<Name>;
};

interface Door {
  readonly config: Config;
  readonly log: Logger;
  readonly identities: Identities;
  readonly rateLimit: RateLimit;
  readonly houseRoles: Pick<HouseRoles, 'require'>;
  readonly metrics: Pick<Metrics, 'routed'>;
  /** Throws `barred` for who may not come into the house. */
  readonly requireWelcome: (asker: Pick<Call<'me'>, 'identity' | 'cookies' | 'address'>) => void;
}

const bodyLimit = 64 * 1024;
// Each lies in memory until it is whole.
const mostReceived = 20;

/** The door of the REST routes: counts, checks, handles, answers. Nothing else answers below `/api`. */
export function bindRoutes(handlers: RouteHandlers, door: Door): Router {
  const router = Router({ caseSensitive: true, strict: true });
  const readJson = express.json({ limit: bodyLimit, strict: false });
  const askers = new WeakMap<Request, Identity | null>();
  const names = Object.keys(routes) as RouteName[];
  let received = 0;

  router.use((_request, response, next) => {
    response.set('Cache-Control', 'no-store');
    next();
  });
  for (const name of names) {
    const { method, path, rate, bytes, streams, outside }: RouteDefinition = routes[name];
    // What came packed is not unpacked: nobody knows how large that would be.
    const readBody = bytes ? express.raw({ type: () => true, limit: bytes, inflate: false }) : readJson;
    router[method](path, async (request, response, next) => {
      response.once('finish', () => door.metrics.routed(name, response.locals.refusal ?? 'ok'));
      const address = clientAddress(request, door.config.trustProxy);
      door.rateLimit.take(rate, address, undefined);
      const identity = await door.identities.identify(request.headers.cookie);
      if (identity) door.rateLimit.takeBy(rate, identity.id);
      askers.set(request, identity);
      if (!outside) door.requireWelcome({ identity, cookies: request.headers.cookie, address });
      if (method === 'get') return next();
      if (!isFromOwnPage(request, door.config)) {
        throw new AppError('forbidden', 'This may be asked for by our own pages only.');
      }
      if (streams) return next();
      if (bytes) {
        if (received >= mostReceived) throw new AppError('server_busy', 'Too much is being sent.', 1_000);
        received++;
        response.once('close', () => received--);
      } else if (request.is('json') === false) throw new AppError('unsupported', 'The body must be JSON.');
      readBody(request, response, next);
    });
    router[method](path, async (request, response) => {
      const identity = askers.get(request) ?? null;
      const data = await handle(name, handlers, { door, identity, request, response });
      response.json({ ok: true, data } satisfies Answer<unknown>);
    });
  }
  for (const path of new Set(names.map((name) => routes[name].path))) {
    const methods = names.filter((name) => routes[name].path === path).map((name) => routes[name].method);
    const allowed = methods.flatMap((method) =>
      method === 'get' ? ['GET', 'HEAD'] : [method.toUpperCase()],
    );
    router.all(path, (_request, response) => {
      response.status(405).set('Allow', allowed.join(', '));
      throw new AppError('bad_request', `There is only ${allowed.join(', ')} here.`);
    });
  }
  router.use(() => {
    throw new AppError('not_found', 'There is nothing at this address.');
  });
  router.use(refuse(door.log));
  return router;
}

interface Asked {
  readonly door: Pick<Door, 'config' | 'houseRoles'>;
  readonly identity: Identity | null;
  readonly request: Request;
  readonly response: Response;
}

async function handle<Name extends RouteName>(
  name: Name,
  handlers: RouteHandlers,
  { door: { config, houseRoles }, identity, request, response }: Asked,
): Promise<RouteOutput<Name>> {
  const { params, query, body, may, method, streams }: RouteDefinition = routes[name];
  const requireGuest = () => {
    if (!identity) throw new AppError('unauthenticated', 'Ask GET /api/me who you are first.');
    return identity;
  };
  const requireMember = () => {
    const { loginId, ...rest } = requireGuest();
    if (loginId === null) throw new AppError('unauthenticated', 'Sign in first.');
    return { ...rest, loginId };
  };
  if (may === 'guest') requireGuest();
  if (may === 'member') requireMember();
  if (may === 'admin') houseRoles.require(requireMember().id, 'admin');
  if (may === 'houseModerator') houseRoles.require(requireMember().id, 'moderator');
  const origin = ownOrigin(request, config);
  if (!origin) throw new AppError('bad_request', 'The Host header makes no sense.');
  return handlers[name]({
    params: parse(params, request.params) as RouteParams<Name>,
    query: parse(query, { ...request.query }) as RouteQuery<Name>,
    body: parse(
      body,
      method === 'get' || method === 'delete' || streams ? {} : request.body,
    ) as RouteBody<Name>,
    incoming: request,
    address: clientAddress(request, config.trustProxy),
    identity,
    cookies: request.headers.cookie,
    userAgent: request.headers['user-agent'],
    site: { origin },
    requireGuest,
    requireMember,
    setCookie: (value) => response.append('Set-Cookie', value),
  });
}

function parse(schema: z.ZodType, input: unknown): unknown {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  throw new AppError('bad_request', z.prettifyError(parsed.error));
}

function refuse(log: Logger): ErrorRequestHandler {
  return (error: unknown, request, response, next) => {
    if (response.headersSent) return next(error);
    const refusal = toRefusal(ofExpress(error), log, { method: request.method, route: routeOf(request) });
    response.locals.refusal = refusal.code;
    // What is left of a body that nobody wants is not waited for.
    if (!request.complete) response.set('Connection', 'close');
    // 405 was set where the refusal was thrown.
    if (response.statusCode < 400) response.status(statuses[refusal.code]);
    if (refusal.retryAfterMs) response.set('Retry-After', String(Math.ceil(refusal.retryAfterMs / 1000)));
    response.json({ ok: false, error: refusal } satisfies Answer<never>);
  };
}

/** Express and its parts mark what the asker did wrong by a status. */
function ofExpress(error: unknown): unknown {
  if (!(error instanceof Error) || !('status' in error) || typeof error.status !== 'number') return error;
  if (error.status === 413) return new AppError('too_large', 'The body is too large.');
  if (error.status === 415) return new AppError('unsupported', 'The body must be JSON in UTF-8.');
  return error.status < 500 ? new AppError('bad_request', 'The request could not be read.') : error;
}
