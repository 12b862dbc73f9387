import { randomBytes } from 'node:crypto';
import type { RoomSnapshot } from '../../protocol/room.ts';
import { becomeGuest, openRoom } from '../clients/guests.ts';
import { LightMember } from '../clients/LightMember.ts';
import { type CpuTime, cpuBetween } from '../cpu.ts';
import { OurServer } from '../servers/OurServer.ts';
import { PlainChat } from '../servers/PlainChat.ts';
import { percentile, rounds } from '../statistics.ts';
import { type Bench, settle } from './Bench.ts';

const scenario = 'chat';
const sizes = [
  { members: 200, perSecond: 10 },
  { members: 500, perSecond: 50 },
  { members: 1_000, perSecond: 1 },
  { members: 1_000, perSecond: 50 },
  // More than a core delivers: what is held is what comes through.
  { members: 1_000, perSecond: 200 },
];
const smallSizes = [{ members: 50, perSecond: 10 }];
const patienceMs = 60_000;
/** Each of them writes the next line as soon as the last one is on the disk. */
const writers = { full: 64, small: 8 };
const full = { rounds: 3, settleMs: 2_000, measureMs: 8_000 };
const small = { rounds: 1, settleMs: 500, measureMs: 2_000 };

interface ChatServer {
  readonly url: string;
  cpuTime(): CpuTime;
  close(): Promise<void>;
}

/** People in one room, all of whom hear every message. */
interface Crowd {
  readonly server: ChatServer;
  readonly members: readonly LightMember[];
  /** How long each delivery took since the count began. */
  delays: number[];
}

interface Round {
  readonly perDelivery: number;
  readonly perSecond: number;
  /** Lines that everybody had, for each second until the last of them. */
  readonly linesPerSecond: number;
  readonly delays: readonly number[];
  readonly lost: number;
}

/** One room full of people who write: our server, with every line on the disk, against plain Socket.IO. */
export async function chat(bench: Bench): Promise<void> {
  const size = bench.smoke ? small : full;
  for (const { members, perSecond } of bench.smoke ? smallSizes : sizes) {
    const ours = await fillOurs(members);
    const plain = await fillPlain(members);
    const measured = { ours: [] as Round[], plain: [] as Round[] };
    for (let round = 0; round < size.rounds; round++) {
      measured.ours.push(await bench.quietly(() => measure(ours, perSecond, size)));
      measured.plain.push(await bench.quietly(() => measure(plain, perSecond, size)));
    }
    report(bench, `${members} members, ${perSecond} messages/s`, measured.ours, measured.plain);
    await Promise.all([ours, plain].map(disperse));
  }
  await hold(bench);
}

/** How many lines a second one server keeps, each safe from a power cut before it is answered. */
async function hold(bench: Bench): Promise<void> {
  const [size, count] = bench.smoke ? [small, writers.small] : [full, writers.full];
  const crowd = await fillOurs(count);
  const stored: number[] = [];
  for (let round = 0; round < size.rounds; round++) {
    stored.push(await bench.quietly(() => writeOn(crowd, size.measureMs)));
  }
  await disperse(crowd);
  const { median: value, min, max } = rounds(stored);
  const shape = `${count} writers without a pause`;
  bench.add({ scenario, shape, metric: 'lines_stored', value, min, max, unit: '1/s' });
}

async function writeOn({ members }: Crowd, ms: number): Promise<number> {
  let lines = 0;
  const start = performance.now();
  const write = async (member: LightMember) => {
    while (performance.now() - start < ms) {
      accept(await member.request('chat:send', line()));
      lines++;
    }
  };
  await Promise.all(members.map(write));
  return (1_000 * lines) / (performance.now() - start);
}

async function disperse({ members, server }: Crowd): Promise<void> {
  for (const member of members) member.close();
  await server.close();
}

function line() {
  const text = `at ${performance.now().toFixed(3)}`;
  return { clientMessageId: randomBytes(16).toString('base64url'), text };
}

function accept(answer: string): void {
  if (!answer.startsWith('[{"ok":true')) throw new Error(`The server refused: ${answer}`);
}

async function fillOurs(count: number): Promise<Crowd> {
  const server = await OurServer.start();
  const cookies: string[] = [];
  for (let i = 0; i < count; i++) cookies.push(await becomeGuest(server.url));
  const { slug } = await openRoom(server.url, cookies[0] ?? '');
  let owner: LightMember | undefined;
  return await gather(server, cookies, async (member) => {
    const answer = await member.request('room:join', { slug });
    accept(answer);
    owner ??= member;
    if (member === owner) return;
    // Visitors wait between two lines where many are.
    accept(await owner.request('role:grant', { userId: userIdIn(answer), role: 'member' }));
  });
}

/** Who somebody is, out of the answer to their coming in. */
function userIdIn(answer: string): string {
  const [{ data }]: [{ data: RoomSnapshot }] = JSON.parse(answer);
  const self = data.participants.find(({ id }) => id === data.selfId);
  if (!self) throw new Error('The room does not know who came in.');
  return self.userId;
}

async function fillPlain(count: number): Promise<Crowd> {
  const none = Array.from({ length: count }, () => '');
  return await gather(await PlainChat.start(), none, async () => {});
}

async function gather(
  server: ChatServer,
  cookies: readonly string[],
  enter: (member: LightMember) => Promise<void>,
): Promise<Crowd> {
  const members: LightMember[] = [];
  const crowd: Crowd = { server, members, delays: [] };
  for (const cookie of cookies) {
    const member = await LightMember.connect(server.url, cookie, (packet) => {
      for (const sent of sentIn(packet)) crowd.delays.push(performance.now() - sent);
    });
    await enter(member);
    members.push(member);
  }
  return crowd;
}

const stamp = '"text":"at ';

// Cheaper than parsing: there are tens of thousands in a second. A packet may have several lines.
function* sentIn(packet: string): Generator<number> {
  if (!packet.startsWith('42["chat:message')) return;
  for (let at = packet.indexOf(stamp); at >= 0; at = packet.indexOf(stamp, at + stamp.length)) {
    yield Number.parseFloat(packet.slice(at + stamp.length, at + stamp.length + 20));
  }
}

async function measure(crowd: Crowd, perSecond: number, size: typeof small): Promise<Round> {
  crowd.delays = [];
  await talk(crowd, perSecond, size.settleMs);
  crowd.delays = [];
  const before = crowd.server.cpuTime();
  const start = performance.now();
  await talk(crowd, perSecond, size.measureMs);
  const seconds = (performance.now() - start) / 1_000;
  const used = cpuBetween(before, crowd.server.cpuTime());
  const delays = crowd.delays;
  return {
    perDelivery: (1_000 * (used.node + used.workers)) / delays.length,
    perSecond: delays.length / seconds,
    linesPerSecond: delays.length / crowd.members.length / seconds,
    delays,
    lost: messagesIn(size.measureMs, perSecond) * crowd.members.length - delays.length,
  };
}

function messagesIn(ms: number, perSecond: number): number {
  return Math.round((perSecond * ms) / 1_000);
}

/** As many members as messages in a second write one each, evenly spread; ends when all of it has arrived. */
async function talk(crowd: Crowd, perSecond: number, ms: number): Promise<void> {
  const answers: Promise<string>[] = [];
  const total = messagesIn(ms, perSecond);
  const start = performance.now();
  for (let i = 0; i < total; i++) {
    await settle(Math.max(0, start + (1_000 * i) / perSecond - performance.now()));
    const sender = crowd.members[i % perSecond];
    if (sender) answers.push(sender.request('chat:send', line()));
  }
  for (const answer of await Promise.all(answers)) accept(answer);
  // The answer may overtake deliveries; on a busy machine they take their time.
  const end = performance.now() + patienceMs;
  while (crowd.delays.length < total * crowd.members.length && performance.now() < end) await settle(20);
}

function report(bench: Bench, shape: string, ours: readonly Round[], plain: readonly Round[]): void {
  const against = 'plain Socket.IO';
  const compare = (metric: string, unit: string, of: (round: Round) => number) => {
    const { median: value, min, max } = rounds(ours.map(of));
    const ratio = value / rounds(plain.map(of)).median;
    bench.add({ scenario, shape, metric, value, min, max, unit, against, ratio });
  };
  compare('us_per_delivery', 'us', ({ perDelivery }) => perDelivery);
  compare('deliveries', '1/s', ({ perSecond }) => perSecond);
  compare('lines_held', '1/s', ({ linesPerSecond }) => linesPerSecond);
  compare('delivery_p50_ms', 'ms', ({ delays }) => percentile(delays, 0.5));
  compare('delivery_p99_ms', 'ms', ({ delays }) => percentile(delays, 0.99));
  bench.addFailures(
    { scenario, shape, metric: 'lost' },
    [...ours, ...plain].reduce((sum, { lost }) => sum + Math.abs(lost), 0),
  );
}
