import { readFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { errorCodes } from '../../protocol/errorCodes.ts';
import { requests } from '../../protocol/index.ts';
import { routes } from '../../protocol/rest.ts';
import { FakeClock } from '../support/FakeClock.ts';
import { calm, FakeGauges, withWorkerAt } from '../support/FakeGauges.ts';
import type { FakeMediaEngine } from '../support/FakeMediaEngine.ts';
import { allCapabilities as rtpCapabilities } from '../support/rtp.ts';
import { type ServerOptions, startServer, type TestServer } from '../support/startServer.ts';

const token = 'a-token-of-sixteen-or-more';

let gauges: FakeGauges;
let server: TestServer<FakeMediaEngine>;
afterEach(() => server.close());

async function open(options: ServerOptions = {}): Promise<void> {
  gauges = new FakeGauges();
  server = await startServer({ gauges, ...options });
}

/** Asks as a program would that says what it likes of itself. */
async function ask(headers: Record<string, string> = {}): Promise<{ status: number; text: string }> {
  return await new Promise((resolve, reject) => {
    request(`${server.url}/metrics`, { headers }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (part) => (text += part));
      response.once('end', () => resolve({ status: response.statusCode ?? 0, text }));
    })
      .once('error', reject)
      .end();
  });
}

/** Every sample, by its name with its labels. */
async function samples(): Promise<Map<string, number>> {
  const { status, text } = await ask();
  expect(status).toBe(200);
  const lines = text.split('\n').filter((line) => line && !line.startsWith('#'));
  return new Map(
    lines.map((line) => {
      const [, name = '', value] = line.match(/^(\S+(?:\{.*\})?) (\S+)$/) ?? [];
      return [name, Number(value)];
    }),
  );
}

describe('who may read them', () => {
  const asked = [
    ['a program on this machine', {}, {}, 200],
    ['a proxy on this machine', {}, { 'X-Forwarded-For': '203.0.113.9' }, 404],
    ['a proxy that says it in the new way', {}, { Forwarded: 'for=203.0.113.9' }, 404],
    ['a page that made its name lead here', {}, { Host: 'evil.example' }, 404],
    ['a program on this machine behind which a proxy stands', { TRUST_PROXY: '1' }, {}, 404],
    [
      'who has the token',
      { TRUST_PROXY: '1', METRICS_TOKEN: token },
      { Authorization: `Bearer ${token}` },
      200,
    ],
    [
      'who has another token',
      { TRUST_PROXY: '1', METRICS_TOKEN: token },
      { Authorization: 'Bearer guess' },
      404,
    ],
    ['who has a token where there is none', { TRUST_PROXY: '1' }, { Authorization: 'Bearer undefined' }, 404],
  ] as const;
  test.each(asked)('%s', async (_who, env, headers, status) => {
    await open({ env });
    const answer = await ask(headers);
    expect(answer.status).toBe(status);
    expect(answer.text.includes('hobnob_')).toBe(status === 200);
  });
});

test('what happens is counted, by names of closed sets alone', async () => {
  await open();
  const [ann, bob] = [await server.person('Canary Ann'), await server.person('Canary Bob')];
  const room = await ann.openRoom({ name: 'Canary room' });
  await ann.join(room.slug, { rtpCapabilities });
  await bob.join(room.slug, { rtpCapabilities });
  await ann.request('chat:send', { text: 'canary line', clientMessageId: crypto.randomUUID() });
  await bob.answer('room:lock', { locked: true });
  await bob.answer('canary:request', {});
  const found = await samples();
  expect(Object.fromEntries(found)).toMatchObject({
    hobnob_live_rooms: 1,
    hobnob_participants: 2,
    'hobnob_joins_total{outcome="ok"}': 2,
    hobnob_join_duration_seconds_count: 2,
    'hobnob_requests_total{name="room:join",code="ok"}': 2,
    'hobnob_requests_total{name="room:lock",code="forbidden"}': 1,
    'hobnob_requests_total{name="unknown",code="bad_request"}': 1,
    'hobnob_routes_total{name="openRoom",code="ok"}': 1,
    hobnob_chat_lines_total: 1,
  });
  expect(found.get('hobnob_store_commit_duration_seconds_count')).toBeGreaterThan(0);
  const names = [...Object.keys(requests), ...Object.keys(routes), 'unknown'];
  const codes = ['ok', ...errorCodes];
  for (const sample of found.keys()) {
    expect(sample).not.toMatch(/canary|127\.0\.0\.1/i);
    const [, name] = sample.match(/[{,]name="([^"]*)"/) ?? [];
    const [, code] = sample.match(/[{,](?:code|outcome)="([^"]*)"/) ?? [];
    if (name !== undefined) expect(names).toContain(name);
    if (code !== undefined && !sample.startsWith('hobnob_handovers')) expect(codes).toContain(code);
  }
});

test('what is read is told as it was read last, without asking a worker', async () => {
  await open();
  server.media.count = () => Promise.reject(new Error('That is dear.'));
  server.media.usage = () => Promise.reject(new Error('That too.'));
  gauges.say({
    ...calm,
    workers: [
      { pid: 4711, cpu: 0.5, busy: 0.6, memory: 1_000 },
      { pid: 4712, cpu: 0.25, busy: 0.25, memory: 2_000 },
    ],
    media: { routers: 1, transports: 2, producers: 3, consumers: 4, deaths: 5, elsewhere: [] },
    lagMs: 12,
    sockets: 6,
    packetsPerSecond: null,
  });
  const found = await samples();
  expect(Object.fromEntries(found)).toMatchObject({
    'hobnob_worker_cpu_ratio{worker="1"}': 0.5,
    'hobnob_worker_cpu_ratio{worker="2"}': 0.25,
    'hobnob_worker_busy_ratio{worker="1"}': 0.6,
    'hobnob_worker_memory_bytes{worker="2"}': 2_000,
    hobnob_transports: 2,
    hobnob_producers: 3,
    hobnob_consumers: 4,
    hobnob_worker_deaths_total: 5,
    hobnob_event_loop_lag_seconds: 0.012,
    hobnob_sockets: 6,
    hobnob_udp_packets_per_second: Number.NaN,
  });
  gauges.say(calm);
  expect((await samples()).has('hobnob_worker_cpu_ratio{worker="2"}')).toBe(false);
});

test('a full server says so, and why it refused whom', async () => {
  await open({ env: { FULL_AT: '85' }, clock: new FakeClock() });
  const [ann, bob] = [await server.person('Ann'), await server.person('Bob')];
  const room = await ann.openRoom();
  gauges.say(withWorkerAt(0.9));
  await bob.answer('room:join', { slug: room.slug });
  expect(Object.fromEntries(await samples())).toMatchObject({
    'hobnob_full{reason="worker"}': 1,
    'hobnob_full{reason="node"}': 0,
    hobnob_newcomers_per_second: 0,
    'hobnob_refusals_total{reason="worker"}': 1,
    'hobnob_joins_total{outcome="server_busy"}': 1,
  });
});

test('a worker that dies, and a hand-over that is taken back, are counted', async () => {
  await open();
  const ann = await server.person('Ann');
  const room = await ann.openRoom();
  await ann.join(room.slug, { rtpCapabilities });
  const moved = ann.next('media:moved');
  server.media.crash();
  await moved;
  await server.app.handOver();
  await server.app.takeBack();
  expect(Object.fromEntries(await samples())).toMatchObject({
    'hobnob_media_recoveries_total{extent="whole"}': 1,
    'hobnob_handovers_total{outcome="begun"}': 1,
    'hobnob_handovers_total{outcome="takenBack"}': 1,
  });
});

interface Panel {
  readonly id: number;
  readonly type: string;
  readonly title: string;
  readonly gridPos: { readonly x: number; readonly w: number };
  readonly targets?: readonly { readonly expr: string; readonly refId: string }[];
}
interface Dashboard {
  readonly id?: number;
  readonly title: string;
  readonly schemaVersion: number;
  readonly panels: readonly Panel[];
  readonly templating: { readonly list: readonly { readonly name: string; readonly query: unknown }[] };
}

test('the dashboard and the list name what a server tells and nothing else, and Grafana imports it', async () => {
  await open();
  const file = join(import.meta.dirname, '../../docs/grafana/hobnob.json');
  const board = JSON.parse(readFileSync(file, 'utf8')) as Dashboard;
  // One that is imported must not have a number of its own already.
  expect(board.id).toBeUndefined();
  expect([board.title, board.schemaVersion >= 36]).toEqual(['Hobnob', true]);
  expect(new Set(board.panels.map(({ id }) => id)).size).toBe(board.panels.length);
  for (const { title, type, gridPos, targets = [] } of board.panels) {
    expect(['row', 'stat', 'timeseries']).toContain(type);
    expect(gridPos.x + gridPos.w).toBeLessThanOrEqual(24);
    expect(targets.length > 0, title).toBe(type !== 'row');
  }
  const variables = board.templating.list.map(({ name }) => name);
  const text = JSON.stringify([board.panels, board.templating]);
  for (const [, name] of text.matchAll(/\$\{?(\w+)\}?/g)) {
    if (!name?.startsWith('__')) expect(variables).toContain(name);
  }
  const { text: told } = await ask();
  const types = [...told.matchAll(/^# TYPE (\S+) (\S+)$/gm)];
  const known = new Set(
    types.flatMap(([, name = '', type]) =>
      type === 'histogram' ? [`${name}_bucket`, `${name}_sum`, `${name}_count`] : [name],
    ),
  );
  const named = new Set([...text.matchAll(/hobnob_\w+/g)].map(([name]) => name));
  expect([...named].filter((name) => !known.has(name))).toEqual([]);
  const listed = readFileSync(join(import.meta.dirname, '../../docs/metrics.md'), 'utf8');
  const inList = new Set([...listed.matchAll(/hobnob_\w+/g)].map(([name]) => name));
  const all = types.flatMap(([, name]) => name ?? []);
  expect(all.filter((name) => !inList.has(name))).toEqual([]);
  expect([...inList].filter((name) => !known.has(name) && !all.includes(name))).toEqual([]);
  // And there is nothing to see of which nobody would know.
  const families = [...named].map((name) => name.replace(/_(bucket|sum|count)$/, ''));
  expect(all.filter((name) => !families.includes(name))).toEqual([]);
});
