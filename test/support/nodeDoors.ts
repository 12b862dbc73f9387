import { randomBytes } from 'node:crypto';
import type { Socket } from 'node:net';
import { type DialedNode, dialNode } from '../../server/cluster/dialNode.ts';
import { Lending } from '../../server/cluster/Lending.ts';
import { NodeDoor } from '../../server/cluster/NodeDoor.ts';
import { FakeMediaEngine } from './FakeMediaEngine.ts';
import { RecordingLog } from './RecordingLog.ts';

/** What the nodes of these tests know. */
export const nodeSecret = randomBytes(32);

/** A node that lends its workers, and its door on loopback. */
export interface LendingNode {
  readonly door: NodeDoor;
  readonly lending: Lending;
  readonly engine: FakeMediaEngine;
  readonly log: RecordingLog;
  readonly address: { readonly host: string; readonly port: number };
  close(): Promise<void>;
}

export async function openLendingNode(
  name = 'lender',
  port = 0,
  deskProcess?: () => string | undefined,
): Promise<LendingNode> {
  const log = new RecordingLog();
  const engine = new FakeMediaEngine();
  const host = '127.0.0.1';
  const door = await NodeDoor.open({ host, port, secret: nodeSecret, withinMs: 300, log });
  const lending = new Lending({ name, engine, withinMs: 300, log, ...(deskProcess && { deskProcess }) });
  door.receive('media', (socket) => lending.receive(socket));
  return {
    ...{ door, lending, engine, log, address: { host, port: door.port } },
    close: async () => {
      lending.close();
      await door.close();
    },
  };
}

/** What a desk says of itself. */
export interface Dialing {
  readonly term?: number;
  readonly secret?: Buffer;
  readonly words?: string;
  readonly beside?: boolean;
  readonly process?: string;
}

/** Comes to a node for its workers. */
export async function dialAsDesk(
  address: LendingNode['address'],
  { term = 1, secret = nodeSecret, words, beside = false, process }: Dialing = {},
): Promise<DialedNode> {
  const desk = { name: 'desk', term, beside, ...(process && { process }) };
  return await dialNode(address, { desk, secret, ...(words && { words }), log: new RecordingLog() });
}

/** Resolves when nothing can be said on a connection any more. */
export async function hungUp(socket: Socket): Promise<void> {
  socket.on('error', () => {});
  socket.resume();
  if (!socket.closed) await new Promise<void>((resolve) => socket.once('close', () => resolve()));
}
