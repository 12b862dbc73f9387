import { RequestError } from './RequestError.ts';

/** Resolves when the server answers anything at all; rejects with a `RequestError` when it does not in time. */
export async function isThere(url: string | undefined, withinMs: number): Promise<void> {
  try {
    const address = url === undefined ? '/livez' : new URL('/livez', url);
    await fetch(address, { method: 'HEAD', cache: 'no-store', signal: AbortSignal.timeout(withinMs) });
  } catch {
    throw new RequestError('unreachable', 'The server did not answer.');
  }
}
