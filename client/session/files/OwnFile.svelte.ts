import type { ChatFile } from '../../../protocol/files.ts';
import type { FileId, RoomId } from '../../../protocol/ids.ts';
import { RequestError, type RequestProblem } from '../RequestError.ts';
import { backoff } from '../recovery/backoff.ts';
import type { KeptFiles } from './keptFiles.ts';
import type { Transfer } from './transfer.ts';

/** A file of a line that is not sent yet, as it is kept with the line. */
export interface UnsentFile {
  readonly key: string;
  readonly name: string;
  readonly size: number;
  readonly voice?: ChatFile['voice'];
}

/** What a file needs to be sent. */
export interface Way {
  readonly roomId: RoomId;
  readonly transfer: Transfer;
  readonly kept: KeptFiles;
}

/** A file will not come; asking again changes nothing. */
class FileProblem extends RequestError {
  override readonly retryable = false;
}

// Small enough to arrive within the time that the server gives a request, on a line of a quarter of a megabit.
const partBytes = 1024 * 1024;
const atLeastMs = 500;
const mostFailures = 5;
// Where it goes on is asked for anew.
const askedAnew: ReadonlySet<RequestProblem> = new Set(['conflict', 'not_found', 'gone']);
const passing: ReadonlySet<RequestProblem> = new Set([
  'unreachable',
  'rate_limited',
  'server_busy',
  'draining',
  'storage_unavailable',
  'internal',
]);

/** A file of one's own on its way: sent in parts, going on by itself after whatever cut the line. */
export class OwnFile {
  readonly about: UnsentFile;
  /** How many bytes of it are there, as far as the browser knows. */
  sent = $state(0);
  /** Why it will not come. */
  problem = $state<RequestProblem | null>(null);
  /** What it is, while it is at hand: to be shown. */
  blob = $state.raw<Blob | null>(null);
  /** All of it is there. */
  there = $state(false);
  readonly #way: Way;
  #id: FileId | null = null;
  #sending: Promise<FileId> | undefined;
  #aborter = new AbortController();

  constructor(about: UnsentFile, blob: Blob | null, way: Way) {
    this.about = about;
    this.blob = blob;
    this.#way = way;
  }

  /** Resolves with its id when all of it is there. Rejects with a `RequestError` that asking again does not change. */
  send(): Promise<FileId> {
    this.#sending ??= this.#send();
    return this.#sending;
  }

  /** Begins anew what failed. */
  retry(): void {
    if (this.problem === null) return;
    this.problem = null;
    this.#sending = undefined;
  }

  /** Keeps it for the next page. */
  async keep(): Promise<void> {
    if (this.blob) await this.#way.kept.keep(this.about.key, { blob: this.blob, id: this.#id });
  }

  /** Nobody wants it any more; what is there is given up. */
  drop(): void {
    this.#aborter.abort();
    // The server forgot by itself what it would not have.
    if (this.#id && this.problem === null) this.#way.transfer.drop(this.#id).catch(() => {});
    this.done();
  }

  /** A line has it: nothing of it is kept here. */
  done(): void {
    void this.#way.kept.drop(this.about.key);
  }

  /** Goes no further; another page may go on. */
  close(): void {
    this.#aborter.abort();
  }

  async #send(): Promise<FileId> {
    const blob = await this.#find();
    for (let failures = 0; ; ) {
      const before = this.sent;
      if (this.#aborter.signal.aborted) throw givenUp();
      try {
        return await this.#attempt(blob);
      } catch (error) {
        const problem = RequestError.of(error);
        if (this.#aborter.signal.aborted) throw givenUp();
        // On the disk it may be another one by now, or none.
        if (problem.code === 'unreachable' && !(await isReadable(blob))) throw this.#fail('gone');
        if (this.sent > before) failures = 0;
        failures++;
        const anew = askedAnew.has(problem.code) && this.#id !== null;
        if (problem.code !== 'conflict' && anew) this.#id = null;
        const hopeless = problem.code !== 'unreachable' && failures >= mostFailures;
        if (hopeless || (!anew && !passing.has(problem.code))) throw this.#fail(problem.code);
        const pause = Math.max(atLeastMs, backoff(failures - 1, Math.random()));
        await new Promise((resolve) => setTimeout(resolve, problem.retryAfterMs ?? pause));
      }
    }
  }

  /** What is to be sent; after a reload it is found where it was kept, or not at all. */
  async #find(): Promise<Blob> {
    if (this.blob) return this.blob;
    const kept = await this.#way.kept.find(this.about.key);
    if (!kept) throw this.#fail('gone');
    this.#id = kept.id;
    this.blob = kept.blob;
    return kept.blob;
  }

  async #attempt(blob: Blob): Promise<FileId> {
    const { transfer, roomId, kept } = this.#way;
    const { key, name, size, voice } = this.about;
    const known = this.#id;
    let state = known
      ? await transfer.state(known)
      : await transfer.announce({ roomId, name, size, ...(voice && { voice }) });
    this.#id = state.id;
    // Only what was kept is kept anew: what no line carries yet is not.
    if (!known && (await kept.find(key))) await this.keep();
    while (!state.file) {
      const offset = state.received;
      this.sent = offset;
      state = await transfer.send(
        state.id,
        offset,
        blob.slice(offset, offset + partBytes),
        this.#aborter.signal,
        (bytes) => (this.sent = Math.min(offset + bytes, size)),
      );
    }
    this.sent = size;
    this.there = true;
    return state.id;
  }

  #fail(code: RequestProblem): FileProblem {
    this.problem = code;
    return new FileProblem(code, `${this.about.name} will not come.`);
  }
}

function givenUp(): FileProblem {
  return new FileProblem('gone', 'It is given up.');
}

async function isReadable(blob: Blob): Promise<boolean> {
  return await blob
    .slice(0, 1)
    .arrayBuffer()
    .then(
      () => true,
      () => false,
    );
}
