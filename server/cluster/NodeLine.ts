import { EventEmitter } from 'node:events';
import { createInterface } from 'node:readline';
import type { Duplex } from 'node:stream';
import { AppError, toRefusal } from '../errors.ts';
import type { Logger } from '../log.ts';
import { Frame } from './words.ts';

export interface NodeLineEvents {
  told: [message: Record<string, unknown>];
  /** It broke, or the other end says nothing any more, as one that hangs or cannot be reached. */
  closed: [silent: boolean];
}

/** Answers what the other end asks. */
export type Answerer = (name: string, input: Record<string, unknown>) => Promise<unknown>;

// So that an end that hangs, or a network that swallows everything, is noticed in time.
const aliveEveryMs = 500;
// Counted in beats of our own: whoever stood still for so long has not listened either.
const silentBeats = 5;

/**
 * Requests and news between two nodes: JSON, one message in a line, over a stream that both trust. What was asked and
 * not answered when it ends is refused with `media_unavailable`.
 */
export class NodeLine extends EventEmitter<NodeLineEvents> {
  readonly #stream: Duplex;
  readonly #answer: Answerer;
  readonly #log: Logger;
  readonly #asked = new Map<number, PromiseWithResolvers<unknown>>();
  readonly #pulse: NodeJS.Timeout;
  #beatsInSilence = 0;
  #asks = 0;
  #closed = false;

  constructor(stream: Duplex, answer: Answerer, log: Logger) {
    super();
    this.#stream = stream;
    this.#answer = answer;
    this.#log = log;
    const lines = createInterface({ input: stream, crlfDelay: Number.POSITIVE_INFINITY });
    lines.on('line', (line) => this.#hear(line));
    // It passes on what befalls the stream, and throws it where nobody listens.
    lines.on('error', () => this.close());
    stream.on('error', () => this.close());
    stream.once('close', () => this.close());
    this.#pulse = setInterval(() => this.#beat(), aliveEveryMs);
  }

  get closed(): boolean {
    return this.#closed;
  }

  /** Throws what the other end threw, `media_unavailable` when the line ends before it answers. */
  async ask(name: string, input: object): Promise<unknown> {
    if (this.#closed) throw gone();
    const asked = Promise.withResolvers<unknown>();
    const ask = ++this.#asks;
    this.#asked.set(ask, asked);
    this.#send({ ask, name, input: { ...input } });
    return await asked.promise.finally(() => this.#asked.delete(ask));
  }

  tell(message: object): void {
    if (!this.#closed) this.#send({ tell: { ...message } });
  }

  close(): void {
    this.#close(false);
  }

  #close(silent: boolean): void {
    if (this.#closed) return;
    this.#closed = true;
    clearInterval(this.#pulse);
    this.#stream.destroy();
    for (const { reject } of this.#asked.values()) reject(gone());
    this.emit('closed', silent);
  }

  #send(frame: Frame): void {
    this.#stream.write(`${inOneLine(frame)}\n`);
  }

  #beat(): void {
    if (++this.#beatsInSilence > silentBeats) {
      this.#log.warn({}, 'another node is silent');
      this.#close(true);
    } else this.#send({ alive: true });
  }

  #hear(line: string): void {
    if (this.#closed) return;
    this.#beatsInSilence = 0;
    const frame = parse(line);
    if (!frame) {
      this.#log.error({}, 'another node says what is no message');
      this.close();
    } else if ('ask' in frame) void this.#reply(frame.ask, frame.name, frame.input);
    else if ('answer' in frame) this.#asked.get(frame.answer)?.resolve(frame.output);
    else if ('refused' in frame) {
      const { refused, code, message, retryAfterMs } = frame;
      this.#asked.get(refused)?.reject(new AppError(code, message, retryAfterMs));
    } else if ('tell' in frame) this.emit('told', frame.tell);
  }

  async #reply(ask: number, name: string, input: Record<string, unknown>): Promise<void> {
    try {
      const output = await this.#answer(name, input);
      if (!this.#closed) this.#send({ answer: ask, output: output ?? null });
    } catch (error) {
      const { code, message, retryAfterMs } = toRefusal(error, this.#log, { asked: name });
      if (!this.#closed) this.#send({ refused: ask, code, message, ...(retryAfterMs && { retryAfterMs }) });
    }
  }
}

/** JSON has no line feeds, but two other characters at which a line ends for who reads it; strangers may choose them. */
function inOneLine(frame: Frame): string {
  return JSON.stringify(frame).replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029');
}

function parse(line: string): Frame | null {
  try {
    return Frame.parse(JSON.parse(line));
  } catch {
    return null;
  }
}

function gone(): AppError {
  return new AppError('media_unavailable', 'The node that has this media is gone.');
}
