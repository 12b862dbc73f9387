import { mkdtempSync, renameSync, rmSync, symlinkSync, unlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import { Client } from '../support/Client.ts';
import { childrenOf, isRunning, workerPids } from '../support/processes.ts';
import { SupervisedServer, until } from '../support/SupervisedServer.ts';

// The media worker by a link, which a test may break: a new version that does not start.
const tools = mkdtempSync(join(tmpdir(), 'hobnob-tools-'));
const worker = join(tools, 'mediasoup-worker');
const realWorker = join(
  import.meta.dirname,
  '../../node_modules/mediasoup/worker/out/Release/mediasoup-worker',
);

// Each test starts a server or two, which takes a second here and much longer on a machine that is busy.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let server: SupervisedServer;
beforeAll(async () => {
  symlinkSync(realWorker, worker);
  server = new SupervisedServer({ MEDIASOUP_WORKER_BIN: worker });
  await server.listens();
});
afterAll(async () => {
  await server.close();
  rmSync(tools, { recursive: true });
});

/** Another one, for one test. */
function other(env?: Record<string, string>): SupervisedServer {
  const made = new SupervisedServer(env);
  onTestFinished(() => made.close());
  return made;
}

const said = (text: string) => ({ clientMessageId: crypto.randomUUID() as never, text });

async function personInRoom(name: string) {
  const person = await Client.connect(server.url);
  await person.callMe(name);
  const room = await person.openRoom();
  await person.join(room.slug);
  return { person, room };
}

test('a server that takes over gets who comes, and the old one stays until the last has left', async () => {
  const { person: ann, room } = await personInRoom('Ann');
  const { serverPid: before } = server.life;
  const oldWorkers = workerPids(before);
  const [welcome] = await ann.count('server:welcome', 1);

  let asked = 0;
  let unanswered = 0;
  let deployed = false;
  const visitors = (async () => {
    while (!deployed) {
      asked++;
      const answer = await fetch(`${server.url}/livez`, { headers: { connection: 'close' } }).catch(
        () => null,
      );
      if (!answer?.ok) unanswered++;
    }
  })();
  const { status, text } = await server.deploy().finally(() => {
    deployed = true;
  });
  await visitors;
  console.log(`${text.trim()} ${unanswered} of ${asked} visitors meanwhile found nobody.`);
  expect(status).toBe(0);
  // One may be at the old door in the very moment in which it closes.
  expect(unanswered).toBeLessThan(3);

  expect(await ann.count('server:moving', 1)).toEqual([{ withinMs: 5 }]);
  expect(server.life.serverPid).not.toBe(before);
  // What the old one would write, the new one would not know.
  expect(await ann.answer('chat:send', said('Hello?'))).toMatchObject({
    error: { code: 'draining', retryable: true, retryAfterMs: expect.any(Number) },
  });
  expect(await ann.answer('server:ping', {})).toMatchObject({ ok: true });
  expect(oldWorkers.length).toBeGreaterThan(0);
  expect(oldWorkers.filter((pid) => !isRunning(pid))).toEqual([]);

  const again = await Client.connect(server.url, { cookie: ann.cookie });
  expect(await again.count('server:welcome', 1)).not.toMatchObject([{ epoch: welcome?.epoch }]);
  const { selfId } = await again.join(room.slug);
  await again.request('chat:send', said('Moved.'));
  expect(selfId).toEqual(expect.any(String));
  expect(isRunning(before)).toBe(true);
  ann.close();
  await until(() => ![before, ...oldWorkers].some(isRunning));
  expect(await again.answer('chat:send', said('Still here.'))).toMatchObject({ ok: true });
  again.close();
});

test('a new version that cannot start its media leaves everything as it was', async () => {
  const { person } = await personInRoom('Bob');
  const { serverPid } = server.life;
  unlinkSync(worker);
  const { status, text } = await server.deploy();
  symlinkSync(realWorker, worker);
  expect({ status, text }).toEqual({ status: 1, text: expect.stringContaining('the old one goes on') });
  expect(server.life.serverPid).toBe(serverPid);
  expect(await person.answer('chat:send', said('Nothing happened.'))).toMatchObject({ ok: true });
  person.close();
});

test('a new version that fails after the old one handed over gives it all back', async () => {
  const { person } = await personInRoom('Cleo');
  const { serverPid } = server.life;
  const secret = join(server.folder, 'secret');
  renameSync(secret, `${secret}.kept`);
  writeFileSync(secret, 'too short');
  const { status, text } = await server.deploy();
  renameSync(`${secret}.kept`, secret);
  expect({ status, text }).toEqual({ status: 1, text: expect.stringContaining('should hold 32 bytes') });
  expect(server.life.serverPid).toBe(serverPid);
  expect(await person.answer('chat:send', said('Ours again.'))).toMatchObject({ ok: true });
  expect(await server.answers()).toBe(true);
  expect(person.all('server:moving')).toEqual([]);
  person.close();
});

test('a killed server is there again at once, and leaves no worker behind', async () => {
  const { serverPid } = server.life;
  const workers = workerPids(serverPid);
  expect(workers.length).toBeGreaterThan(0);
  process.kill(serverPid, 'SIGKILL');
  const [answeringMs, workersGoneMs] = await Promise.all([
    until(() => server.answers()),
    until(() => !workers.some(isRunning)),
  ]);
  console.log(`Answering ${answeringMs} ms after kill -9; its workers were gone after ${workersGoneMs} ms.`);
  expect(answeringMs).toBeLessThan(10_000);
  expect(workersGoneMs).toBeLessThan(2_000);
  expect(server.life.serverPid).not.toBe(serverPid);
});

test('a server that dies while the next one gets ready is replaced by it', async () => {
  const { serverPid } = server.life;
  const deploying = server.deploy();
  await until(() => server.life.handOver?.state === 'going on');
  process.kill(serverPid, 'SIGKILL');
  expect(await deploying).toMatchObject({ status: 0 });
  expect(await server.answers()).toBe(true);
  expect(server.life.serverPid).not.toBe(serverPid);
});

test('the code of an admin is printed once, neither again after a crash nor at a hand-over', async () => {
  const started = other();
  await started.listens();
  const { serverPid } = started.life;
  process.kill(serverPid, 'SIGKILL');
  await until(async () => started.life.serverPid !== serverPid && (await started.answers()));
  expect((await started.deploy()).status).toBe(0);
  started.signal('SIGTERM');
  const { text } = await started.ended;
  expect(text.split('/admin#code=')).toHaveLength(2);
  expect(text.split('npm run admin-code')).toHaveLength(2);
});

test('a second start on the same port says that it is in use', async () => {
  const second = other({ PORT: String(server.port) });
  const { status, text } = await second.ended;
  expect({ status, text }).toEqual({
    status: 2,
    text: expect.stringContaining(
      `Port ${server.port} is in use: end what uses it, or set PORT to another one.`,
    ),
  });
  expect(await server.answers()).toBe(true);
});

test('a second start with the same data is refused', async () => {
  const second = other({ DATA_DIR: server.folder });
  const { status, text } = await second.ended;
  expect({ status, text }).toEqual({
    status: 2,
    text: expect.stringContaining(`Another Hobnob (process ${server.pid})`),
  });
  expect(await server.answers()).toBe(true);
});

test('a wrong setting ends the start with a message', async () => {
  const wrong = other({ RTC_WORKERS: 'many' });
  const { status, text } = await wrong.ended;
  expect({ status, text }).toEqual({ status: 2, text: expect.stringContaining('RTC_WORKERS') });
  expect(await wrong.deploy()).toMatchObject({ status: 2 });
});

test('told to stop, the supervisor lets everybody go, and nothing stays behind', async () => {
  const { person } = await personInRoom('Dora');
  const { serverPid } = server.life;
  const all = [serverPid, ...workerPids(serverPid)];
  const gone = person.disconnected();
  server.signal('SIGTERM');
  await gone;
  const { status, text } = await server.ended;
  expect(status).toBe(0);
  expect(text).toContain('"msg":"stopped"');
  expect(all.filter(isRunning)).toEqual([]);
  expect(await server.deploy()).toMatchObject({ status: 1, text: expect.stringContaining('No Hobnob runs') });
});

test('told to stop in the middle of a hand-over, the supervisor ends both servers', async () => {
  const halfway = other();
  await halfway.listens();
  const { serverPid } = halfway.life;
  const deploying = halfway.deploy();
  await until(() => halfway.life.handOver?.state === 'going on');
  await until(() => childrenOf(halfway.pid).length === 2);
  const both = childrenOf(halfway.pid);
  expect(both).toContain(serverPid);
  halfway.signal('SIGTERM');
  expect(await halfway.ended).toMatchObject({ status: 0 });
  expect(both.filter(isRunning)).toEqual([]);
  expect(await deploying).toEqual({ status: 1, text: 'Hobnob ended meanwhile.\n' });
});

test('a server whose supervisor was killed ends by itself', async () => {
  const orphaned = other();
  await orphaned.listens();
  const { serverPid } = orphaned.life;
  const all = [serverPid, ...workerPids(serverPid)];
  expect(all.length).toBeGreaterThan(1);
  orphaned.signal('SIGKILL');
  await until(() => !all.some(isRunning));
});
