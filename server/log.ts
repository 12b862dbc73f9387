import { pino } from 'pino';

/**
 * Writes JSON lines. `error`: we failed someone; `warn`: odd but handled; `info`: one line for a step of a
 * life; `debug`: the rest. Never chat text, tokens or addresses of people.
 */
export interface Logger {
  error(context: object, message: string): void;
  warn(context: object, message: string): void;
  info(context: object, message: string): void;
  debug(context: object, message: string): void;
  child(context: object): Logger;
}

export const logLevels = ['silent', 'error', 'warn', 'info', 'debug'] as const;

/** The log of the process, on standard output. */
export function createLogger(level: (typeof logLevels)[number]): Logger {
  return pino({ level, base: null });
}
