import type { Logger } from '../../server/log.ts';

/** A line that was logged. */
export interface LogLine {
  readonly level: 'error' | 'warn' | 'info' | 'debug';
  readonly message: string;
  readonly context: object;
}

/** A log that is read by a test instead of by people. */
export class RecordingLog implements Logger {
  readonly lines: LogLine[];
  readonly #context: object;

  constructor(lines: LogLine[] = [], context: object = {}) {
    this.lines = lines;
    this.#context = context;
  }

  /** What was logged at a level. */
  at(level: LogLine['level']): LogLine[] {
    return this.lines.filter((line) => line.level === level);
  }

  error(context: object, message: string): void {
    this.#write('error', context, message);
  }

  warn(context: object, message: string): void {
    this.#write('warn', context, message);
  }

  info(context: object, message: string): void {
    this.#write('info', context, message);
  }

  debug(context: object, message: string): void {
    this.#write('debug', context, message);
  }

  child(context: object): Logger {
    return new RecordingLog(this.lines, { ...this.#context, ...context });
  }

  #write(level: LogLine['level'], context: object, message: string): void {
    this.lines.push({ level, message, context: { ...this.#context, ...context } });
  }
}
