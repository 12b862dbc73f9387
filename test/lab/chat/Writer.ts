import type { ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import type { Host } from '../Host.ts';
import type { Line, Order, Report, Writing } from './words.ts';

const program = join(import.meta.dirname, 'writing.ts');

/** Somebody on a host who writes into a room, cut off or not. */
export class Writer {
  /** Every line that the server acknowledged to this writer. */
  readonly acknowledged: Line[] = [];
  /** When each of them was, in milliseconds since 1970. */
  readonly acknowledgedAt: number[] = [];
  /** The room. */
  slug = '';
  readonly #child: ChildProcess;
  readonly #waiting = new Set<(report: Report) => void>();

  private constructor(host: Host, writing: Writing) {
    this.#child = host.spawn(process.execPath, [program, JSON.stringify(writing)], {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    this.#child.on('message', (report: Report) => {
      if ('acknowledged' in report) {
        this.acknowledged.push(report.acknowledged);
        this.acknowledgedAt.push(Date.now());
      }
      for (const waiting of [...this.#waiting]) waiting(report);
    });
  }

  /** Steps into a room, or opens one. */
  static async enter(host: Host, writing: Writing): Promise<Writer> {
    const writer = new Writer(host, writing);
    writer.slug = await writer.#hear((report) => ('inside' in report ? report.inside : undefined));
    return writer;
  }

  /** Resolves when the last of so many lines is acknowledged. */
  async write(lines: number, everyMs: number): Promise<void> {
    this.#send({ write: lines, everyMs });
    await this.#hear((report) => ('written' in report ? true : undefined));
  }

  /** Has it end its writing before the last of the lines. */
  stop(): void {
    this.#send({ enough: true });
  }

  /** The chat as it stands before this writer, in its order. */
  async shown(): Promise<readonly Line[]> {
    this.#send({ tellShown: true });
    return await this.#hear((report) => ('shown' in report ? report.shown : undefined));
  }

  close(): void {
    this.#child.kill('SIGKILL');
  }

  #send(order: Order): void {
    this.#child.send(order);
  }

  #hear<Value>(find: (report: Report) => Value | undefined): Promise<Value> {
    return new Promise((resolve, reject) => {
      const ended = () => reject(new Error('The writer ended.'));
      const listen = (report: Report) => {
        const value = find(report);
        if (value === undefined) return;
        this.#waiting.delete(listen);
        this.#child.off('exit', ended);
        resolve(value);
      };
      this.#waiting.add(listen);
      this.#child.once('exit', ended);
    });
  }
}
