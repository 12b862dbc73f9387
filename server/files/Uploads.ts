import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { ChatFile, FileState } from '../../protocol/files.ts';
import type { FileId, RoomId, UserId } from '../../protocol/ids.ts';
import { AppError } from '../errors.ts';
import type { FileStore } from '../store/FileStore.ts';
import type { FileShelf } from './FileShelf.ts';
import { typeOf } from './kinds.ts';
import type { MayRead } from './mayRead.ts';

/** A file of which not all is here. */
interface Draft {
  readonly id: FileId;
  readonly roomId: RoomId;
  readonly ownerId: UserId;
  readonly name: string;
  readonly size: number;
  readonly voice: ChatFile['voice'];
  received: number;
  touchedAt: number;
  /** What is coming, and what ends when it has. */
  incoming: IncomingMessage | undefined;
  busy: Promise<unknown>;
  /** All is here and was put on the shelf; the store does not know yet. */
  kept: { file: ChatFile; bytes: number } | undefined;
}

export interface UploadParts {
  readonly store: FileStore;
  readonly shelf: FileShelf;
  readonly mayRead: MayRead;
  readonly isPicture: (beginning: Buffer) => boolean;
  readonly mill: {
    scene(path: string): Promise<{ width: number; height: number; view: Buffer; thumb: Buffer }>;
  };
  readonly limits: { readonly largest: number; readonly perPerson: number; readonly all: number };
}

interface Announcement {
  readonly roomId: RoomId;
  readonly name: string;
  readonly size: number;
  readonly voice?: ChatFile['voice'];
}

const mostDraftsEach = 20;
const mostIncoming = 100;
// A line that is dead is given up, and goes on later where it was.
const silentMs = 15_000;
/** How long a file of which nothing more comes is waited for. */
const draftMs = 3_600_000;

/** The files that are on their way: announced, received in parts, and kept when they are whole. */
export class Uploads {
  readonly #parts: UploadParts;
  readonly #drafts = new Map<FileId, Draft>();
  #incoming = 0;

  constructor(parts: UploadParts) {
    this.#parts = parts;
  }

  /** Throws `not_found`, `too_large`, `rate_limited` for too many at once, `storage_full`. */
  async announce(ownerId: UserId, { roomId, name, size, voice }: Announcement): Promise<FileState> {
    const { limits, mayRead, shelf, store } = this.#parts;
    if (size > limits.largest) throw new AppError('too_large', 'The file is too large.');
    if (!(await mayRead(roomId, ownerId))) throw new AppError('not_found', 'There is no such room.');
    await shelf.requireSpace(size);
    const used = await store.used(ownerId);
    const coming = [...this.#drafts.values()];
    const own = coming.filter((draft) => draft.ownerId === ownerId);
    if (own.length >= mostDraftsEach) throw new AppError('rate_limited', 'Too many files at once.', 5_000);
    const sum = (among: readonly Draft[]) => among.reduce((bytes, draft) => bytes + draft.size, size);
    if (used.own + sum(own) > limits.perPerson || used.all + sum(coming) > limits.all) {
      throw new AppError('storage_full', 'There is no space left for files.');
    }
    const id = randomBytes(16).toString('base64url') as FileId;
    const progress = { received: 0, touchedAt: Date.now(), incoming: undefined, kept: undefined };
    const draft: Draft = { id, roomId, ownerId, name, size, voice, ...progress, busy: Promise.resolve() };
    this.#drafts.set(id, draft);
    return stateOf(draft);
  }

  /** Throws `not_found`, for what is whole and somebody else's too. */
  async state(ownerId: UserId, id: FileId): Promise<FileState> {
    const draft = this.#drafts.get(id);
    if (draft?.ownerId === ownerId) return stateOf(draft);
    const record = await this.#parts.store.find(id);
    if (record?.ownerId !== ownerId) throw noSuchFile();
    const { size } = record.file;
    return { id, size: Math.max(size, 1), received: size, file: record.file };
  }

  /**
   * Takes a part. A line of before that hangs is given up for this one. Throws `conflict` for another place than where
   * it goes on, and what is wrong with the file when the last part is here.
   */
  async receive(ownerId: UserId, id: FileId, offset: number, incoming: IncomingMessage): Promise<FileState> {
    const draft = this.#drafts.get(id);
    if (!draft || draft.ownerId !== ownerId) {
      // Whole already: the answer was lost.
      const state = await this.state(ownerId, id);
      if (state.file && offset === state.size) return state;
      throw state.file ? new AppError('conflict', 'The file is there.') : noSuchFile();
    }
    draft.incoming?.destroy();
    draft.incoming = incoming;
    const before = draft.busy;
    const done = Promise.withResolvers<void>();
    draft.busy = done.promise;
    try {
      await before;
      return await this.#receive(draft, offset, incoming);
    } finally {
      if (draft.incoming === incoming) draft.incoming = undefined;
      done.resolve();
    }
  }

  /** Throws `not_found`, `conflict` for a file that a line carries. */
  async drop(ownerId: UserId, id: FileId): Promise<void> {
    const draft = this.#drafts.get(id);
    if (draft?.ownerId === ownerId) {
      await this.#forget(draft);
      // What is under way with it puts itself in order.
      await draft.busy;
      return;
    }
    const { store, shelf } = this.#parts;
    const record = await store.find(id);
    if (record?.ownerId !== ownerId) throw noSuchFile();
    if (record.seq !== null) throw new AppError('conflict', 'A line carries that file.');
    await store.remove([id]);
    await shelf.drop(id);
  }

  /** Gives up what nobody goes on with. */
  async sweep(now = Date.now()): Promise<void> {
    const old = [...this.#drafts.values()].filter(({ touchedAt }) => now - touchedAt > draftMs);
    for (const draft of old) await this.#forget(draft);
  }

  /** Those that the store does not know yet. */
  get ids(): ReadonlySet<FileId> {
    return new Set(this.#drafts.keys());
  }

  async #receive(draft: Draft, offset: number, incoming: IncomingMessage): Promise<FileState> {
    const { shelf } = this.#parts;
    if (!this.#drafts.has(draft.id)) throw noSuchFile();
    if (offset !== draft.received) throw new AppError('conflict', `It goes on at ${draft.received}.`);
    if (this.#incoming >= mostIncoming) throw new AppError('server_busy', 'Too much is being sent.', 1_000);
    requirePlain(incoming, draft.size - draft.received);
    if (draft.received < draft.size) {
      await shelf.requireSpace(draft.size - draft.received);
      await this.#take(draft, incoming);
    }
    if (draft.received < draft.size) return stateOf(draft);
    return await this.#finish(draft);
  }

  async #take(draft: Draft, incoming: IncomingMessage): Promise<void> {
    const { shelf } = this.#parts;
    const before = draft.received;
    this.#incoming++;
    try {
      draft.received = await shelf.append(draft.id, before, draft.size, unlessSilent(incoming));
    } catch (error) {
      const tooMuch = error instanceof AppError;
      if (tooMuch) await shelf.cut(draft.id, before);
      draft.received = tooMuch ? before : await shelf.received(draft.id);
      throw tooMuch ? error : new AppError('bad_request', 'The line was cut.');
    } finally {
      this.#incoming--;
      draft.touchedAt = Date.now();
      // Given up before the first byte was written: only now is there something to take away.
      if (!this.#drafts.has(draft.id)) await shelf.drop(draft.id);
    }
  }

  async #finish(draft: Draft): Promise<FileState> {
    const { store, shelf } = this.#parts;
    try {
      draft.kept ??= await this.#keep(draft);
    } catch (error) {
      // What cannot be read now cannot be read later; who has to wait for a turn asks again.
      if (!(error instanceof AppError) || error.code !== 'server_busy') await this.#forget(draft);
      throw error;
    }
    const { file, bytes } = draft.kept;
    const { roomId, ownerId } = draft;
    if (this.#drafts.has(draft.id)) {
      await store.add({ roomId, ownerId, file, kept: bytes, since: Date.now() });
    }
    // Given up while it was made anew, or written down.
    if (!this.#drafts.delete(draft.id)) {
      await store.remove([draft.id]);
      await shelf.drop(draft.id);
      throw noSuchFile();
    }
    return { ...stateOf(draft), file };
  }

  /** Puts a whole file on the shelf: as it is, or a picture as it was made anew. */
  async #keep({ id, name, size, voice }: Draft): Promise<{ file: ChatFile; bytes: number }> {
    const { shelf, mill, isPicture } = this.#parts;
    const beginning = await shelf.beginning(id);
    if (!isPicture(beginning)) {
      await shelf.keep(id);
      const type = typeOf(beginning);
      const said = voice && type.startsWith('audio/') ? { voice } : {};
      return { file: { id, name, size, type, picture: null, ...said }, bytes: size };
    }
    const { width, height, view, thumb } = await mill.scene(shelf.draft(id));
    await shelf.keepInstead(id, { view, thumb });
    const file = { id, name, size: view.length, type: 'image/webp', picture: { width, height } };
    return { file, bytes: view.length + thumb.length };
  }

  async #forget(draft: Draft): Promise<void> {
    this.#drafts.delete(draft.id);
    draft.incoming?.destroy();
    await this.#parts.shelf.drop(draft.id);
  }
}

/** Throws for what came packed, and for what says that it is more than there may come. */
function requirePlain({ headers }: IncomingMessage, most: number): void {
  const coding = headers['content-encoding'] ?? 'identity';
  if (coding !== 'identity') throw new AppError('unsupported', 'What came packed is not unpacked.');
  const length = Number(headers['content-length'] ?? 0);
  if (length > most) throw new AppError('too_large', 'That is more than was announced.');
}

/** What comes, until nothing comes any more. */
async function* unlessSilent(incoming: IncomingMessage): AsyncGenerator<Buffer> {
  const silence = setTimeout(() => incoming.destroy(), silentMs);
  try {
    for await (const chunk of incoming as AsyncIterable<Buffer>) {
      silence.refresh();
      yield chunk;
    }
  } finally {
    clearTimeout(silence);
  }
}

function stateOf({ id, size, received }: Draft): FileState {
  return { id, size, received, file: null };
}

function noSuchFile(): AppError {
  return new AppError('not_found', 'There is no such file of yours.');
}
