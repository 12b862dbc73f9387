import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ClientMessageId, RoomId, RoomSlug, UserId } from '../../protocol/ids.ts';
import { limits } from '../../protocol/limits.ts';
import { SqlStore } from '../../server/store/SqlStore.ts';
import { percentile } from '../statistics.ts';
import type { Bench } from './Bench.ts';

const scenario = 'search';
const targetMs = 100;
const full = { messages: 100_000, queries: 400 };
const small = { messages: 2_000, queries: 40 };
const atOnce = 200;

const english =
  'the saturn moon telescope bread rye sourdough oven tonight cloud ring camera lens quiet garden train paint chess river stone letter window kettle jazz violin reef coral lantern marsh'.split(
    ' ',
  );
const chinese =
  '土星 月亮 望远镜 面包 黑麦 酵母 烤箱 今晚 云层 光环 相机 镜头 安静 花园 火车 颜料 象棋 河流 石头 窗户 茶壶 爵士'.split(
    ' ',
  );

/** What is asked for, from the most common to what only one line has. */
const shapes: Record<string, (n: number) => string> = {
  english_word: (n) => english[n % english.length] ?? '',
  english_words: (n) => `${english[n % english.length]} ${english[(n * 7 + 3) % english.length]}`,
  english_beginning: (n) => (english[n % english.length] ?? '').slice(0, 2),
  english_rare: (n) => `number${n}`,
  chinese_word: (n) => chinese[n % chinese.length] ?? '',
  chinese_words: (n) => `${chinese[n % chinese.length]}${chinese[(n * 5 + 2) % chinese.length]}`,
  chinese_character: (n) => (chinese[n % chinese.length] ?? '').slice(0, 1),
  nowhere: (n) => `nowhere${n}`,
};

/** Searches the chat of one room, English and Chinese, in a database on the disk. */
export async function search(bench: Bench): Promise<void> {
  const { messages, queries } = bench.smoke ? small : full;
  const folder = mkdtempSync(join(tmpdir(), 'hobnob-search-'));
  const store = await SqlStore.open(join(folder, 'search.db'));
  try {
    const roomId = await openRoom(store);
    const perSecond = await fill(store, roomId, messages);
    bench.add({ scenario, metric: 'messages', value: messages, unit: '' });
    bench.add({ scenario, metric: 'stored', value: perSecond, unit: '/s' });
    const began = performance.now();
    await store.messages.search(roomId, 'rye', Number.MAX_SAFE_INTEGER, 1);
    bench.add({ scenario, metric: 'rest_indexed', value: performance.now() - began, unit: 'ms' });
    for (const [shape, query] of Object.entries(shapes)) {
      const { times, found } = await bench.quietly(() => ask(store, roomId, query, queries));
      const add = (metric: string, value: number, target?: number) =>
        bench.add({ scenario, shape, metric, value, unit: 'ms', ...(target && { target }) });
      add('p50', percentile(times, 0.5));
      add('p95', percentile(times, 0.95), targetMs);
      add('slowest', Math.max(...times));
      if (shape !== 'nowhere')
        bench.addFailures({ scenario, shape, metric: 'nothing_found' }, queries - found);
    }
  } finally {
    await store.close();
    rmSync(folder, { recursive: true });
  }
}

async function openRoom(store: SqlStore): Promise<RoomId> {
  const id = RoomId.parse(randomUUID());
  await store.rooms.add({
    id,
    slug: RoomSlug.parse('searched-room'),
    name: 'Searched',
    topic: '',
    interests: [],
    language: 'en',
    visibility: 'open',
    lasting: true,
    music: false,
    pushToTalk: false,
    chatMode: 'everyone',
    slowSeconds: 0,
    keepDays: 0,
    ...{ mode: 'lounge', mics: 'free', turnSeconds: 60, handsOpen: true, doors: 'open', endedAt: null },
    openedBy: person(0),
    createdAt: 0,
    locked: false,
    entry: 'free',
  });
  return id;
}

/** Resolves with how many lines a second were stored. */
async function fill(store: SqlStore, roomId: RoomId, count: number): Promise<number> {
  const began = performance.now();
  for (let first = 0; first < count; first += atOnce) {
    const drafts = Array.from({ length: Math.min(atOnce, count - first) }, (_, index) => first + index).map(
      (n) => ({
        roomId,
        author: person(n % 40),
        clientMessageId: ClientMessageId.parse(randomUUID()),
        text: n % 2 === 0 ? sentence(n, english, ' ') : sentence(n, chinese, ''),
        answers: null,
        mentions: [],
        files: [],
      }),
    );
    await Promise.all(drafts.map((draft) => store.messages.add(draft)));
  }
  return (count / (performance.now() - began)) * 1_000;
}

// Twelve words in an order that depends on the number alone, and one that no other line has.
function sentence(n: number, words: readonly string[], space: string): string {
  const picked = Array.from(
    { length: 12 },
    (_, k) => words[(n * (k + 3) + k * k * 7 + (n >> 5)) % words.length],
  );
  return `${picked.join(space)} number${n >> 1}`;
}

const person = (n: number) => ({
  id: UserId.parse(`searching-person-${n}`),
  name: `Person ${n}`,
  avatar: 'seed',
});

async function ask(store: SqlStore, roomId: RoomId, query: (n: number) => string, count: number) {
  const times: number[] = [];
  let found = 0;
  for (let n = 0; n < count; n++) {
    const began = performance.now();
    const { messages } = await store.messages.search(
      roomId,
      query(n),
      Number.MAX_SAFE_INTEGER,
      limits.foundPage,
    );
    times.push(performance.now() - began);
    if (messages.length > 0) found++;
  }
  return { times, found };
}
