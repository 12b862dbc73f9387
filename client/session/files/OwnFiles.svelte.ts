import type { FileId, RoomId } from '../../../protocol/ids.ts';
import { limits } from '../../../protocol/limits.ts';
import { randomUuid } from '../randomUuid.ts';
import { type KeptFiles, keptFiles } from './keptFiles.ts';
import { OwnFile, type UnsentFile, type Way } from './OwnFile.svelte.ts';
import { type Transfer, transfer } from './transfer.ts';

/** The files one sends in a chat: those chosen for the next line, and those of lines that are on their way. */
export class OwnFiles {
  /** For the next line. They set out at once. */
  chosen = $state.raw<readonly OwnFile[]>([]);
  /** Some of them may come. */
  readonly ready = $derived(this.chosen.some(({ problem }) => problem === null));
  readonly #way: Way;
  readonly #all = new Map<string, OwnFile>();
  /** One after the other, so that the first line is whole first. */
  #turn: Promise<unknown> = Promise.resolve();

  constructor(
    roomId: RoomId,
    given: { transfer: Transfer; kept: KeptFiles } = { transfer, kept: keptFiles },
  ) {
    this.#way = { roomId, ...given };
  }

  /** Chooses files for the next line; gives those for which it has no place, or which are empty. */
  choose(files: Iterable<File>): File[] {
    const left: File[] = [];
    for (const file of files) {
      if (this.chosen.length >= limits.filesPerLine || file.size === 0) {
        left.push(file);
        continue;
      }
      const name = file.name.slice(-limits.fileName).toWellFormed() || '?';
      this.chosen = [...this.chosen, this.#add(file, { name })];
    }
    return left;
  }

  /** What was said sets out; for a line of its own. */
  addVoice(blob: Blob, name: string, voice: UnsentFile['voice']): UnsentFile {
    const own = this.#add(blob, { name, voice });
    void own.keep();
    return own.about;
  }

  /** Takes one out of the next line. */
  unchoose(file: OwnFile): void {
    this.chosen = this.chosen.filter((each) => each !== file);
    this.#all.delete(file.about.key);
    file.drop();
  }

  /** The next line has what was chosen. */
  take(): UnsentFile[] {
    const taken = this.chosen.filter(({ problem }) => problem === null);
    for (const file of this.chosen) if (file.problem !== null) this.unchoose(file);
    for (const file of taken) void file.keep();
    this.chosen = [];
    return taken.map(({ about }) => about);
  }

  /** The files of a line that waits; after a reload they are looked for where they were kept. */
  of(files: readonly UnsentFile[] = []): OwnFile[] {
    return files.map((about) => {
      const own = this.#all.get(about.key) ?? new OwnFile(about, null, this.#way);
      this.#all.set(about.key, own);
      return own;
    });
  }

  /** Resolves with the ids when all files of a line are there. Rejects with a `RequestError`. */
  async whenThere(files: readonly UnsentFile[] = []): Promise<FileId[]> {
    const ids: FileId[] = [];
    for (const file of this.of(files)) {
      file.retry();
      ids.push(await this.#setOut(file));
    }
    return ids;
  }

  /** A line has them. */
  done(files: readonly UnsentFile[] = []): void {
    for (const file of this.of(files)) {
      file.done();
      this.#all.delete(file.about.key);
    }
  }

  /** The line that should have had them is given up. */
  drop(files: readonly UnsentFile[] = []): void {
    for (const file of this.of(files)) {
      file.drop();
      this.#all.delete(file.about.key);
    }
  }

  close(): void {
    for (const file of this.#all.values()) file.close();
  }

  #add(blob: Blob, { name, voice }: Pick<UnsentFile, 'name' | 'voice'>): OwnFile {
    const about = { key: randomUuid(), name, size: blob.size, ...(voice && { voice }) };
    const own = new OwnFile(about, blob, this.#way);
    this.#all.set(about.key, own);
    this.#setOut(own).catch(() => {});
    return own;
  }

  #setOut(file: OwnFile): Promise<FileId> {
    const sending = this.#turn.then(() => file.send());
    this.#turn = sending.catch(() => {});
    return sending;
  }
}
