import { randomInt } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { type MediaHouse, openMediaHouse } from '../support/mediaHouse.ts';
import { workerPids } from '../support/processes.ts';

const leave: (() => void)[] = [];
let house: MediaHouse | undefined;
afterEach(async () => {
  await house?.engine.close();
  house = undefined;
  for (const go of leave.splice(0)) go();
});

// Below those that the system gives to whoever asks for any.
const somePort = () => randomInt(20_000, 32_000);
const taken = (house: MediaHouse) =>
  house.log.lines.flatMap(({ message, context }) =>
    message === 'media worker started' && 'port' in context ? [context.port] : [],
  );

async function occupyUdp(port: number): Promise<void> {
  const socket = createSocket('udp4').bind(port);
  leave.push(() => socket.close());
  await once(socket, 'listening');
}
async function occupyTcp(port: number): Promise<void> {
  const server = createServer().listen(port, '127.0.0.1');
  leave.push(() => server.close());
  await once(server, 'listening');
}

test('workers pass over ports that others have, and take again the port of one that died', async () => {
  const first = somePort();
  await occupyUdp(first);
  await occupyTcp(first + 1);
  house = await openMediaHouse({ port: first, ports: 4 });
  expect(taken(house)).toEqual([first + 2, first + 3]);

  const { room, pid } = await house.openRoom();
  const died = once(room, 'died');
  process.kill(pid, 'SIGKILL');
  await died;
  await house.standing(2);
  expect(taken(house)).toEqual([first + 2, first + 3, first + 2]);
});

test('two servers share one range', async () => {
  const port = somePort();
  house = await openMediaHouse({ port, ports: 4 });
  const second = await openMediaHouse({ port, ports: 4 });
  leave.push(() => void second.engine.close());
  expect([...taken(house), ...taken(second)]).toEqual([port, port + 1, port + 2, port + 3]);
  await second.engine.close();
});

test('a server without a port for its spare worker starts all the same', async () => {
  const port = somePort();
  house = await openMediaHouse({ port, ports: 1 });
  await expect(house.openRoom()).resolves.toMatchObject({ pid: workerPids()[0] });
  expect(house.log.at('error').map(({ message }) => message)).toEqual(['media worker did not start']);
});

test('a server without any port does not start, says why, and leaves no process', async () => {
  const port = somePort();
  await occupyUdp(port);
  await expect(openMediaHouse({ port, ports: 1 })).rejects.toThrow(
    `none of the media ports ${port} to ${port}`,
  );
  await expect.poll(() => workerPids()).toEqual([]);
});
