import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Host } from './Host.ts';
import { Lab } from './Lab.ts';
import type { Link } from './Link.ts';

// Says of each datagram or connection whether it got there and back, and how long that took.
const echo = `
  require('node:dgram').createSocket('udp4').on('message', function (text, { port, address }) {
    this.send(text, port, address);
  }).bind(7000);
  require('node:net').createServer((socket) => socket.pipe(socket).on('error', () => {})).listen(7000);
  setTimeout(() => {}, 2 ** 30);
`;
const ask = (address: string) => `
  const begun = performance.now();
  const end = (answer) => { console.log(answer); process.exit(); };
  const back = () => end(Math.round(performance.now() - begun));
  setTimeout(() => end('lost'), 400);
  const udp = require('node:dgram').createSocket('udp4').on('message', back);
  const tcp = (port) => require('node:net').connect(port, '${address}', function () { this.write('?'); }).on('data', back).on('error', () => end('lost'));
  process.argv[1] === 'udp' ? udp.send('?', 7000, '${address}') : tcp(7000);
`;

const askTheTime = `
  const signal = AbortSignal.timeout(2_000);
  fetch('http://127.0.0.1:3000/livez', { signal }).then(({ headers }) => console.log(headers.get('date')));
`;

describe.skipIf(Lab.impediment() !== null)('a link', () => {
  let lab: Lab;
  let server: Host;
  let client: Host;
  let link: Link;

  beforeAll(async () => {
    lab = await Lab.open();
    [server, client] = [await lab.host('server'), await lab.host('client')];
    link = await lab.link(client, server);
    server.spawn(process.execPath, ['-e', echo], { stdio: 'ignore' });
    while ((await reach('tcp')) === 'lost');
  }, 120_000);
  afterAll(async () => {
    await lab?.close();
  });

  async function reach(by: 'udp' | 'tcp'): Promise<string> {
    return (await client.command(process.execPath, '-e', ask(server.address), by)).trim();
  }
  const both = async () => [(await reach('udp')) === 'lost', (await reach('tcp')) === 'lost'];

  test('is fast, and as slow as it is told to be', async () => {
    expect(Number(await reach('udp'))).toBeLessThan(60);
    await link.set({ delayMs: 80 });
    expect(Number(await reach('udp'))).toBeGreaterThanOrEqual(160);
    await link.set({ delayMs: 0 });
  });

  test('can be cut for one kind of traffic alone', async () => {
    await link.cut('udp');
    expect(await both()).toEqual([true, false]);
    await link.cut('tcp');
    expect(await both()).toEqual([false, true]);
    await link.cut();
    expect(await both()).toEqual([true, true]);
    await link.heal();
    expect(await both()).toEqual([false, false]);
  });

  test('can be cut in one direction, which is enough to get no answer', async () => {
    for (const direction of ['toServer', 'toClient'] as const) {
      await link.cutOneWay(direction);
      expect(await both()).toEqual([true, true]);
      await link.heal();
    }
    expect(await both()).toEqual([false, false]);
  });

  test('loses everything when told to lose all of it', async () => {
    await link.set({ lossPercent: 100 });
    expect(await both()).toEqual([true, true]);
    await link.set({ lossPercent: 0 });
    expect(await both()).toEqual([false, false]);
  });

  test('goes on with another address, and after its device was down', async () => {
    const before = client.address;
    await link.changeAddress();
    expect(client.address).not.toBe(before);
    expect(await both()).toEqual([false, false]);
    await link.flap(100);
    expect(await both()).toEqual([false, false]);
  });
});

describe.skipIf(Lab.impediment() !== null)('a disk', () => {
  let lab: Lab;
  beforeAll(async () => {
    lab = await Lab.open();
  }, 120_000);
  afterAll(async () => {
    await lab?.close();
  });

  test('forgets at a power cut what was not written through, and keeps what was', async () => {
    const disk = await lab.disk();
    const synced = join(disk.folder, 'synced');
    mkdirSync(synced);
    writeFileSync(join(synced, 'kept'), 'kept', { flush: true });
    writeFileSync(join(disk.folder, 'lost'), 'x'.repeat(100_000));
    await disk.cutPower();
    expect(() => writeFileSync(join(disk.folder, 'after'), 'x', { flush: true })).toThrow();
    await disk.restorePower();
    expect(disk.read('synced/kept')).toBe('kept');
    expect(disk.read('lost')).not.toContain('x');
  });

  test('runs full, and has room again', async () => {
    const disk = await lab.disk(16);
    const write = () => writeFileSync(join(disk.folder, 'file'), 'x'.repeat(100_000), { flush: true });
    disk.fill();
    expect(write).toThrow(/ENOSPC/);
    disk.makeRoom();
    expect(write).not.toThrow();
  });
});

describe.skipIf(Lab.impediment() !== null)('a server', () => {
  test('can hang, be killed, be started anew, and have a clock that jumps', async () => {
    const lab = await Lab.open();
    try {
      const host = await lab.host('server');
      const app = await lab.serve(host, { workers: 2, ownClock: true });
      const date = async () => Date.parse(await host.command(process.execPath, '-e', askTheTime));
      // One more stands by.
      expect(app.workerPids).toHaveLength(3);
      expect(Math.abs((await date()) - Date.now())).toBeLessThan(5_000);
      app.setClockOff(3600);
      // Node makes the text of the date once a second.
      await expect
        .poll(async () => (await date()) - Date.now(), { timeout: 5_000 })
        .toBeGreaterThan(3_590_000);
      app.pause();
      await expect(date()).rejects.toThrow();
      app.resume();
      expect(await date()).toBeGreaterThan(0);
      app.kill();
      await expect(date()).rejects.toThrow();
      await app.restart();
      expect(await date()).toBeGreaterThan(0);
    } finally {
      await lab.close();
    }
  }, 120_000);
});
