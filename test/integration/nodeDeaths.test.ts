import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { EventEmitter, once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { RoomId } from '../../protocol/ids.ts';
import { ClusterEngine } from '../../server/cluster/ClusterEngine.ts';
import { nodeWords } from '../../server/cluster/hello.ts';
import type { NodeDirectory, NodeEntry } from '../../server/cluster/NodeDirectory.ts';
import { RemoteNodes } from '../../server/cluster/RemoteNodes.ts';
import type { MediaRoom } from '../../server/media/api.ts';
import { FakeMediaEngine } from '../support/FakeMediaEngine.ts';
import { dialAsDesk, nodeSecret } from '../support/nodeDoors.ts';
import { RecordingLog } from '../support/RecordingLog.ts';

class Directory extends EventEmitter<{ changed: [] }> implements NodeDirectory {
  nodes: readonly NodeEntry[] = [];
  readonly fresh = true;

  /** How much each node has to do: those named first the least. */
  tell(ports: Readonly<Record<string, number>>): void {
    const common = { host: '127.0.0.1', words: nodeWords, draining: false };
    this.nodes = Object.entries(ports).map(([name, port], n) => ({ ...common, name, port, load: n / 10 }));
    this.emit('changed');
  }
}

const program = join(import.meta.dirname, '../support/lenderProcess.ts');
const log = new RecordingLog();
const children: ChildProcess[] = [];
let directory: Directory;
let nodes: RemoteNodes;
let cluster: ClusterEngine;
beforeEach(() => {
  directory = new Directory();
  const own = { name: 'desk', engine: new FakeMediaEngine(), load: () => 0.9 };
  cluster = new ClusterEngine(own, { listeners: 32, busyAt: 0.7, log });
  const dial = (entry: NodeEntry) => dialAsDesk(entry);
  nodes = new RemoteNodes({ directory, name: 'desk', dial, add: (node) => cluster.add(node), log });
});
afterEach(() => {
  nodes.close();
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

/** A node in a process of its own. */
async function startNode(name: string, port = 0): Promise<{ child: ChildProcess; port: number }> {
  const args = [program, name, String(port), nodeSecret.toString('hex')];
  const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  children.push(child);
  const [line] = await once(createInterface({ input: child.stdout }), 'line');
  return { child, port: Number(line) };
}

const used = async (...names: string[]) => {
  await expect.poll(() => nodes.names, { timeout: 10_000, interval: 20 }).toEqual(names);
};

/** A room on the node that has the least to do. */
async function openRoom(): Promise<{ room: MediaRoom; ends: string[] }> {
  const room = await cluster.createRoom(RoomId.parse(randomUUID()));
  const ends: string[] = [];
  room.on('died', () => ends.push('died'));
  return { room, ends };
}

test('a node that is killed takes its rooms along, rooms elsewhere notice nothing, and it is used again', async () => {
  const [one, two] = await Promise.all([startNode('one'), startNode('two')]);
  directory.tell({ one: one.port, two: two.port });
  await used('one', 'two');
  const there = await openRoom();
  directory.tell({ two: two.port, one: one.port });
  const elsewhere = await openRoom();
  const died = once(there.room, 'died');
  one.child.kill('SIGKILL');
  await died;
  // Whoever opens a room in that moment does not get the dead node.
  await openRoom();
  expect(nodes.names).toEqual(['two']);
  await startNode('one', one.port);
  await used('one', 'two');
  expect(elsewhere.ends).toEqual([]);
  elsewhere.room.close();
  directory.tell({ one: one.port, two: two.port });
  const again = await openRoom();
  expect(again.ends).toEqual([]);
});

test('a node that stands still is noticed within three seconds, and used again when it goes on', async () => {
  const { child, port } = await startNode('one');
  directory.tell({ one: port });
  await used('one');
  const { room, ends } = await openRoom();
  child.kill('SIGSTOP');
  // Asked while it stands still: refused with the line, and not left to wait for ever.
  const asked = cluster.count().catch((error: { code: string }) => error.code);
  await expect.poll(() => ends, { timeout: 3_200, interval: 20 }).toEqual(['died']);
  expect(await asked).toBe('media_unavailable');
  await expect(room.openPipe()).rejects.toMatchObject({ code: 'media_unavailable' });
  await openRoom();
  child.kill('SIGCONT');
  await used('one');
  expect(await cluster.count()).toMatchObject({ routers: 1, workers: 2 });
});

test('a line that is cut, or swallows everything, ends its rooms, and another takes its place', async () => {
  const { port } = await startNode('one');
  const wire = await Wire.lay(port);
  directory.tell({ one: wire.port });
  await used('one');
  const cut = await openRoom();
  const died = once(cut.room, 'died');
  wire.cut();
  await died;
  await used('one');
  const swallowed = await openRoom();
  wire.swallow();
  await expect.poll(() => swallowed.ends, { timeout: 3_200, interval: 20 }).toEqual(['died']);
  wire.mend();
  await used('one');
  const { ends } = await openRoom();
  expect(await cluster.count()).toMatchObject({ routers: 1 });
  expect(ends).toEqual([]);
  wire.close();
});

/** A network in between, that may break. */
class Wire {
  readonly port: number;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  #swallows = false;

  private constructor(server: Server, port: number) {
    this.#server = server;
    this.port = port;
  }

  static async lay(to: number): Promise<Wire> {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const wire = new Wire(server, typeof address === 'object' && address ? address.port : 0);
    server.on('connection', (near) => wire.#join(near, connect(to, '127.0.0.1')));
    return wire;
  }

  cut(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  swallow(): void {
    this.#swallows = true;
  }

  mend(): void {
    this.#swallows = false;
    this.cut();
  }

  close(): void {
    this.cut();
    this.#server.close();
  }

  #join(near: Socket, far: Socket): void {
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      this.#sockets.add(from);
      from.on('data', (data) => this.#swallows || to.write(data));
      from.on('error', () => {});
      from.once('close', () => {
        this.#sockets.delete(from);
        to.destroy();
      });
    }
  }
}
