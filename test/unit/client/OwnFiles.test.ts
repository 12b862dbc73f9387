import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { KeptFile, KeptFiles } from '../../../client/session/files/keptFiles.ts';
import { OwnFiles } from '../../../client/session/files/OwnFiles.svelte.ts';
import type { Transfer } from '../../../client/session/files/transfer.ts';
import { RequestError, type RequestProblem } from '../../../client/session/RequestError.ts';
import type { FileState } from '../../../protocol/files.ts';
import { FileId, RoomId } from '../../../protocol/ids.ts';

const roomId = RoomId.parse('room-room-room-room');
const megabyte = 1024 * 1024;

/** Receives files; what becomes of the next parts is said beforehand, then they all get through. */
class FakeServer implements Transfer {
  readonly received = new Map<FileId, number>();
  readonly sizes = new Map<FileId, number>();
  readonly dropped: FileId[] = [];
  readonly parts: string[] = [];
  fates: (RequestProblem | 'half' | 'forgotten')[] = [];
  announceFate: RequestProblem | undefined;

  async announce({ name, size }: { name: string; size: number }): Promise<FileState> {
    if (this.announceFate) throw new RequestError(this.announceFate, '');
    const id = FileId.parse(`${name.replace('.', '-')}-${this.sizes.size}`.padEnd(20, '_'));
    this.sizes.set(id, size);
    this.received.set(id, 0);
    return this.state(id);
  }

  async state(id: FileId): Promise<FileState> {
    const [size, received] = [this.sizes.get(id), this.received.get(id)];
    if (size === undefined || received === undefined) throw new RequestError('not_found', '');
    const file = { id, name: 'x', size, type: 'x', picture: null };
    return { id, size, received, file: received === size ? file : null };
  }

  async send(
    id: FileId,
    offset: number,
    part: Blob,
    signal: AbortSignal,
    onprogress: (bytes: number) => void,
  ) {
    await new Promise((resolve) => setTimeout(resolve, 20));
    const fate = this.fates.shift();
    if (signal.aborted) throw new RequestError('unreachable', '');
    if (fate === 'forgotten') this.received.delete(id);
    if (fate === 'forgotten') throw new RequestError('not_found', '');
    const { received } = await this.state(id);
    if (received !== offset) throw new RequestError('conflict', '');
    if (fate === 'half') this.received.set(id, offset + Math.ceil(part.size / 2));
    if (fate) throw new RequestError(fate === 'half' ? 'unreachable' : fate, '');
    onprogress(part.size);
    this.parts.push(`${id.split('-')[0]} ${offset / megabyte}`);
    this.received.set(id, offset + part.size);
    return this.state(id);
  }

  async drop(id: FileId): Promise<void> {
    this.dropped.push(id);
  }
}

class FakeKept implements KeptFiles {
  readonly files = new Map<string, KeptFile>();
  async keep(key: string, file: KeptFile) {
    this.files.set(key, file);
  }
  async find(key: string) {
    return this.files.get(key) ?? null;
  }
  async drop(key: string) {
    this.files.delete(key);
  }
}

let server: FakeServer;
let kept: FakeKept;
const open = () => new OwnFiles(roomId, { transfer: server, kept });
const aFile = (name: string, size = 10) => new File([new Uint8Array(size)], name);
const later = (ms = 30_000) => vi.advanceTimersByTimeAsync(ms);

beforeEach(() => {
  vi.useFakeTimers();
  server = new FakeServer();
  kept = new FakeKept();
});
afterEach(() => vi.useRealTimers());

test('files set out when they are chosen, one after the other and in parts', async () => {
  const files = open();
  expect(files.choose([aFile('big', 2.5 * megabyte), aFile('small')])).toEqual([]);
  await later();
  expect(server.parts).toEqual(['big 0', 'big 1', 'big 2', 'small 0']);
  expect(files.chosen.map(({ there, sent }) => [there, sent])).toEqual([
    [true, 2.5 * megabyte],
    [true, 10],
  ]);
  const taken = files.take();
  expect(taken.map(({ name }) => name)).toEqual(['big', 'small']);
  expect(files.chosen).toEqual([]);
  expect(await files.whenThere(taken)).toEqual([...server.sizes.keys()]);
});

test('a cut line goes on where the server has it, and a server that forgot is sent all of it', async () => {
  server.fates = ['unreachable', 'half', 'draining'];
  const files = open();
  files.choose([aFile('one')]);
  await later();
  expect(files.chosen[0]?.there).toBe(true);
  server.fates = ['half', 'forgotten'];
  files.choose([aFile('two')]);
  await later();
  expect(files.chosen[1]?.there).toBe(true);
  expect(server.sizes.size).toBe(3);
});

test.each(['too_large', 'unsupported', 'storage_full', 'forbidden'] as const)(
  'a file that is refused as %s says so, and can be tried again',
  async (code) => {
    server.announceFate = code;
    const files = open();
    files.choose([aFile('one')]);
    await later();
    expect(files.chosen[0]?.problem).toBe(code);
    server.announceFate = undefined;
    const [file] = files.of(files.chosen.map(({ about }) => about));
    file?.retry();
    const ids = files.whenThere(files.chosen.map(({ about }) => about));
    await later();
    expect(await ids).toHaveLength(1);
  },
);

test('a line takes along only what may come', async () => {
  const files = open();
  server.fates = ['unsupported'];
  files.choose([aFile('broken'), aFile('fine')]);
  await later();
  expect(files.take().map(({ name }) => name)).toEqual(['fine']);
});

test('no more than ten are chosen for a line, and nothing empty', () => {
  const files = open();
  const left = files.choose([aFile('empty', 0), ...Array.from({ length: 12 }, (_, n) => aFile(`${n}`))]);
  expect(left.map(({ name }) => name)).toEqual(['empty', '10', '11']);
  expect(files.chosen).toHaveLength(10);
});

test('what is taken out is given up, and nothing more of it is sent', async () => {
  const files = open();
  files.choose([aFile('one', 3 * megabyte)]);
  await later(30);
  const [file] = files.chosen;
  if (file) files.unchoose(file);
  await later();
  expect(files.chosen).toEqual([]);
  expect(server.parts).toEqual(['one 0']);
  expect(server.dropped).toHaveLength(1);
});

test('a line that waits finds its files after a reload, and they go on where they were', async () => {
  const first = open();
  first.choose([aFile('one', 3 * megabyte)]);
  await later(30);
  const taken = first.take();
  await later(1);
  first.close();
  await later();
  const second = open();
  const ids = second.whenThere(taken);
  await later();
  expect(await ids).toHaveLength(1);
  expect(server.parts).toEqual(['one 0', 'one 1', 'one 2']);
  expect(server.sizes.size).toBe(1);
  second.done(taken);
  expect(kept.files.size).toBe(0);
});

test('a file that is at hand no more says so', async () => {
  const files = open();
  const about = [{ key: 'lost', name: 'one', size: 10 }];
  await expect(files.whenThere(about)).rejects.toMatchObject({ code: 'gone', retryable: false });
  expect(files.of(about)[0]?.problem).toBe('gone');
});
