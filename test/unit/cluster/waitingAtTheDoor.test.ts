import { once } from 'node:events';
import { createServer, type IncomingMessage, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { expect, onTestFinished, test } from 'vitest';
import { DoorProxy } from '../../../server/cluster/DoorProxy.ts';
import { NodeDoor } from '../../../server/cluster/NodeDoor.ts';
import { letPassedIn } from '../../../server/http/listen.ts';
import { FakeFinder } from '../../support/FakeFinder.ts';
import { nodeSecret } from '../../support/nodeDoors.ts';
import { RecordingLog } from '../../support/RecordingLog.ts';

const host = '127.0.0.1';
const log = new RecordingLog();

/** A node that stands by, and somebody whose WebSocket comes to it. */
async function come(finder: FakeFinder, holdMs: number) {
  const proxy = new DoorProxy({ finder, secret: nodeSecret, holdMs, log });
  const http = createServer(proxy.pass).on('upgrade', proxy.passUpgrade).listen(0, host);
  await once(http, 'listening');
  const { port } = http.address() as AddressInfo;
  onTestFinished(() => {
    proxy.close();
    http.close().closeAllConnections();
  });
  const asked = request({ host, port, headers: { Connection: 'Upgrade', Upgrade: 'echo' } });
  asked.on('error', () => {});
  asked.end();
  return asked;
}

/** A node that is about to let people in, with its door for nodes open. */
async function openNode() {
  const http = createServer();
  http.on('upgrade', (_asked, socket: Duplex) => {
    socket.end('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\n');
  });
  const door = await NodeDoor.open({ host, port: 0, secret: nodeSecret, log });
  onTestFinished(() => door.close());
  return { door, letIn: () => void door.receive('door', (line) => letPassedIn(http, line)) };
}

test('who comes while there is no desk waits, and comes in as soon as the next one lets people in', async () => {
  const finder = new FakeFinder();
  const asked = await come(finder, 60_000);
  const coming = once(asked, 'upgrade');
  const { door, letIn } = await openNode();
  // It has the lease, and is not open yet.
  finder.find({ host, port: door.port });
  await expect.poll(() => log.lines.length).toBeGreaterThan(0);
  letIn();
  const [response] = (await coming) as [IncomingMessage];
  expect(response.statusCode).toBe(101);
});

test('who waited in vain is told to come again', async () => {
  const asked = await come(new FakeFinder(), 100);
  const [response] = (await once(asked, 'response')) as [IncomingMessage];
  expect(response.statusCode).toBe(503);
  expect(response.headers['retry-after']).toBeDefined();
});
