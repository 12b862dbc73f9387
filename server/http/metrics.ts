import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { Router } from 'express';
import type { Config } from '../config.ts';
import type { Metrics } from '../load/Metrics.ts';

type Settings = Pick<Config, 'trustProxy' | 'metricsToken' | 'publicUrl'>;

/**
 * `/metrics`, for whoever has the token, and for programs on this machine where no proxy can stand before the server. For
 * everybody else there is nothing at that address.
 */
export function metricsRoutes(config: Settings, metrics: Metrics): Router {
  const router = Router();
  router.get('/metrics', async (request, response, next) => {
    if (!mayRead(request, config)) return next();
    const text = await metrics.text();
    response.set({ 'Content-Type': metrics.contentType, 'Cache-Control': 'no-store' }).send(text);
  });
  return router;
}

/** Whether somebody may read what the server counts. */
function mayRead(request: IncomingMessage, { trustProxy, metricsToken, publicUrl }: Settings): boolean {
  const [, token] = request.headers.authorization?.match(/^Bearer (\S+)$/i) ?? [];
  if (metricsToken !== undefined && token !== undefined && isSame(token, metricsToken)) return true;
  // Where people come by another address a proxy may stand before the server and say nothing of itself.
  const isPublic = publicUrl !== undefined && !localNames.test(publicUrl.host);
  return trustProxy === 0 && !isPublic && isLocal(request);
}

const loopback = /^(?:::ffff:)?127\.\d+\.\d+\.\d+$|^::1$/;
// A page elsewhere can make its own name lead here; what it asks then comes with that name.
const localNames = /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])(?::\d+)?$/i;
const ofProxies = ['forwarded', 'via', 'x-real-ip', 'x-client-ip', 'cf-connecting-ip', 'true-client-ip'];

/** Whether a program on this very machine asks, and not a proxy there on behalf of somebody else. */
function isLocal({ socket, headers }: IncomingMessage): boolean {
  if (!loopback.test(socket.remoteAddress ?? '') || !localNames.test(headers.host ?? '')) return false;
  return !Object.keys(headers).some((name) => ofProxies.includes(name) || name.startsWith('x-forwarded-'));
}

/** Compares in a time that tells nothing of where they differ. */
function isSame(given: string, expected: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(expected));
}
