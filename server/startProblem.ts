import type { Config } from './config.ts';

/** Why the server could not start, and what to do about it, in one sentence. */
export function startProblem(error: unknown, { port, host }: Config): string {
  const { code, message }: NodeJS.ErrnoException = error instanceof Error ? error : new Error(String(error));
  if (code === 'EADDRINUSE') return `Port ${port} is in use: end what uses it, or set PORT to another one.`;
  if (code === 'EADDRNOTAVAIL') return `This machine has no address ${host}: set HOST to one of its own.`;
  if (code === 'EACCES') return `Port ${port} may not be used by this user: set PORT to one above 1023.`;
  return `Hobnob could not start: ${message}`;
}
