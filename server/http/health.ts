import { setTimeout } from 'node:timers/promises';
import { Router } from 'express';
import { AppError } from '../errors.ts';
import type { HttpParts } from './parts.ts';

const patienceMs = 2000;

/** `/livez` says that the process answers, `/readyz` that it may be sent visitors, or why not. */
export function healthRoutes(checks: HttpParts['checks']): Router {
  const router = Router();
  router.use(['/livez', '/readyz'], (_request, response, next) => {
    response.set('Cache-Control', 'no-store');
    next();
  });
  router.get('/livez', (_request, response) => {
    response.json({ ok: true });
  });
  router.get('/readyz', async (_request, response) => {
    const found = await Promise.all(Object.entries(checks).map(([name, check]) => problemOf(name, check)));
    const reasons = found.filter((reason) => reason !== undefined);
    response.status(reasons.length > 0 ? 503 : 200).json({ ok: reasons.length === 0, reasons });
  });
  return router;
}

async function problemOf(name: string, check: () => Promise<void>): Promise<string | undefined> {
  const stop = new AbortController();
  try {
    await Promise.race([check(), silence(stop.signal)]);
    return undefined;
  } catch (error) {
    return error instanceof AppError ? `${name}: ${error.message}` : `${name}: failed`;
  } finally {
    stop.abort();
  }
}

async function silence(signal: AbortSignal): Promise<never> {
  // The winner of the race ends the wait; nobody looks at what becomes of this then.
  await setTimeout(patienceMs, undefined, { signal });
  throw new AppError('server_busy', `no answer within ${patienceMs} ms`);
}
