import type { Config } from './config.ts';
import { DatabaseProblem } from './store/DatabaseProblem.ts';

/** Why the server could not start. */
export interface StartProblem {
  /** What is wrong, and what to do about it. */
  readonly sentence: string;
  /** Whether it lies in the settings: trying again would not help. */
  readonly lasting: boolean;
}

const cures: Record<string, (place: Pick<Config, 'port' | 'host'>) => string> = {
  EADDRINUSE: ({ port }) => `Port ${port} is in use: end what uses it, or set PORT to another one.`,
  EADDRNOTAVAIL: ({ host }) => `This machine has no address ${host}: set HOST to one of its own.`,
  EACCES: ({ port }) => `Port ${port} may not be used by this user: set PORT to one above 1023.`,
};

/** Tells what kept the server from starting. */
export function startProblem(
  error: unknown,
  { port, host, cluster }: Pick<Config, 'port' | 'host'> & Partial<Pick<Config, 'cluster'>>,
): StartProblem {
  if (error instanceof DatabaseProblem) return { sentence: error.message, lasting: error.lasting };
  const { code, syscall, message }: NodeJS.ErrnoException =
    error instanceof Error ? error : new Error(String(error));
  const place = error instanceof Error && 'port' in error ? error.port : port;
  if (syscall === 'listen' && cluster && place === cluster.port) {
    const sentence = `Other nodes cannot come to ${cluster.address}:${cluster.port}: ${message}. Set NODE_ADDRESS to an address of this machine, and NODE_PORT to a free port.`;
    return { sentence, lasting: true };
  }
  const cure = syscall === 'listen' && code !== undefined ? cures[code] : undefined;
  if (cure) return { sentence: cure({ port, host }), lasting: true };
  return { sentence: `Hobnob could not start: ${message}`, lasting: false };
}
