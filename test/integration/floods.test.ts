import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setImmediate } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { Client } from '../support/Client.ts';
import type { FakeMediaEngine } from '../support/FakeMediaEngine.ts';
import { startServer, type TestServer } from '../support/startServer.ts';

let server: TestServer<FakeMediaEngine>;
let bystander: Client;
const lines: Socket[] = [];
beforeAll(async () => {
  server = await startServer({ env: { RATE_SCALE: '1' } });
  bystander = await server.person('Bystander');
});
afterEach(() => {
  for (const line of lines.splice(0)) line.destroy();
});
afterAll(() => server.close());

/** A line over which a WebSocket was opened, byte by byte, and what the server answered. */
async function open(...headers: string[]): Promise<{ line: Socket; head: string }> {
  const { port } = new URL(server.url);
  const line = connect(Number(port), '127.0.0.1').on('error', () => {});
  lines.push(line);
  line.write(
    [
      'GET /socket.io/?EIO=4&transport=websocket HTTP/1.1',
      'Host: localhost',
      'Connection: Upgrade',
      'Upgrade: websocket',
      'Sec-WebSocket-Version: 13',
      'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==',
      ...headers,
      '\r\n',
    ].join('\r\n'),
  );
  const [data]: Buffer[] = await once(line, 'data');
  return { line, head: data?.toString('latin1').toLowerCase() ?? '' };
}

/** A frame of a client (RFC 6455, 5.2), masked with zeros. */
function frame(first: number, text = ''): Buffer {
  return Buffer.concat([Buffer.from([first, 0x80 | text.length, 0, 0, 0, 0]), Buffer.from(text)]);
}

const [end, compressed] = [0x80, 0x40];
const [text, binary, goodbye, ping, pong] = [0x01, 0x02, 0x08, 0x09, 0x0a];

/** Resolves when the server has closed the line, or has said goodbye, which this client does not return. */
async function closed(line: Socket): Promise<void> {
  let over = false;
  line.once('close', () => {
    over = true;
  });
  line.on('data', (data: Buffer) => {
    over ||= data.includes(Buffer.from([end | goodbye]));
  });
  await expect.poll(() => over, { interval: 5 }).toBe(true);
}

/** Sends the same again and again until the server has had enough, and says how often it could. */
async function flood(line: Socket, piece: Buffer): Promise<number> {
  const some = Buffer.concat(Array.from({ length: 100 }, () => piece));
  let over = false;
  const end = closed(line).finally(() => {
    over = true;
  });
  let sent = 0;
  for (; !over; await setImmediate()) if (line.write(some)) sent += 100;
  await end;
  return sent;
}

test.each([
  ['fragments of nothing', [frame(text)], frame(0)],
  ['fragments of one byte', [frame(text, '4')], frame(0, 'x')],
  ['pings', [], frame(end | ping, 'x'.repeat(125))],
  ['pongs', [], frame(end | pong)],
  ['signs of life', [], frame(end | text, '3')],
  ['bytes that belong to nothing', [frame(end | text, '40')], frame(end | binary, 'x')],
])('a flood of %s is cut, and nobody else waits for it', async (_what, before, piece) => {
  const { line } = await open();
  for (const first of before) line.write(first);
  expect(await flood(line, piece)).toBeLessThan(50_000);
  const asked = performance.now();
  await bystander.settled();
  expect(performance.now() - asked).toBeLessThan(200);
});

test('a ping is not answered: the answers would wait for whoever does not read them', async () => {
  const { line } = await open();
  line.write(Buffer.concat([frame(end | ping, 'hello'), frame(end | text, '40')]));
  let answer = '';
  line.on('data', (data: Buffer) => {
    answer += data.toString('latin1');
  });
  await expect.poll(() => answer).toContain('server:welcome');
  expect(answer).not.toContain('hello');
});

test('compression is not agreed upon, and a compressed frame closes the line', async () => {
  const { line, head } = await open('Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits');
  expect(head).toContain('101 switching protocols');
  expect(head).not.toContain('sec-websocket-extensions');
  line.write(frame(end | compressed | text, 'bomb'));
  await closed(line);
});

test('more attachments than any event has close the line before one has come', async () => {
  const { line } = await open();
  line.write(Buffer.concat([frame(end | text, '40'), frame(end | text, '4511-["chat:send",{}]')]));
  await closed(line);
});

test('bytes where words belong are refused with a code, and so is an attachment that is none', async () => {
  const room = await bystander.openRoom();
  await bystander.join(room.slug);
  const refused = { ok: false, error: { code: 'bad_request', retryable: false } };
  const clientMessageId = crypto.randomUUID();
  for (const text of [Buffer.from('hello'), { _placeholder: true, num: 0 }, new Uint8Array(0)]) {
    expect(await bystander.answer('chat:send', { clientMessageId, text })).toMatchObject(refused);
  }
  expect(await bystander.answer('chat:send', Buffer.from('x'))).toMatchObject(refused);
  expect(bystander.all('chat:message')).toEqual([]);
});

test('after all of it nothing failed, and nobody was mistaken for somebody else', async () => {
  await bystander.settled();
  expect(server.log.at('error')).toEqual([]);
  expect(bystander.socket.connected).toBe(true);
});
