import { EventEmitter } from 'node:events';
import { z } from 'zod';
import type { Logger } from '../log.ts';
import { type Redis, RedisGone } from './Redis.ts';
import { script } from './RedisScript.ts';

/** What a node says of itself to the others. */
export const NodeCard = z.object({
  name: z.string().min(1).max(200),
  /** By which the other nodes reach it. */
  host: z.string().min(1).max(300),
  port: z.int().min(1).max(65_535),
  /** Which words it speaks: nodes with others are not asked anything. */
  words: z.string().min(1).max(100),
  /** It is about to end: nobody new is sent there. */
  draining: z.boolean(),
  /** How much its workers have to do, of one. */
  load: z.number().min(0).max(1_000),
});
export type NodeCard = z.infer<typeof NodeCard>;

const key = 'hobnob:nodes';
/** How often each node says who it is, and hears of the others. */
export const cardEveryMs = 1_000;
const ttlMs = 3_000;
// How busy somebody was before that says nothing.
const freshMs = 5_000;
// A Redis that begins anew, or whose clock was set, knows nobody for a moment.
const missedMost = 2;

// By Redis's own clock, as those of nodes differ. Whoever said nothing for some time is taken away. First comes what was
// said under one's own name.
const exchange = script(`
if redis.call('type', KEYS[1]).ok ~= 'hash' then redis.call('del', KEYS[1]) end
local time = redis.call('time')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local before = redis.call('hget', KEYS[1], ARGV[1]) or ''
redis.call('hset', KEYS[1], ARGV[1], string.format('%d %s', now, ARGV[2]))
local all, cards = redis.call('hgetall', KEYS[1]), { string.match(before, '^%d+ (.*)$') or '' }
for i = 1, #all, 2 do
  local at = tonumber(string.match(all[i + 1], '^(%d+) ')) or 0
  if math.abs(now - at) > tonumber(ARGV[3]) then
    redis.call('hdel', KEYS[1], all[i])
  else
    cards[#cards + 1] = all[i]
    cards[#cards + 1] = string.match(all[i + 1], '^%d+ (.*)$')
  end
end
return cards`);

const leaving = script(`redis.call('hdel', KEYS[1], ARGV[1]) return ''`);

/** The nodes of a house: each says every second that it is there, and hears who else is. */
export class Registry extends EventEmitter<{ changed: [] }> {
  readonly #redis: Redis;
  readonly #self: () => NodeCard;
  readonly #log: Logger;
  readonly #others = new Map<string, { readonly card: NodeCard; missed: number }>();
  readonly #odd = new Set<string>();
  readonly #namesakes = new Set<string>();
  #told = false;
  readonly #timer: NodeJS.Timeout;
  #asking: Promise<void> | undefined;
  #heardAt = Number.NEGATIVE_INFINITY;
  #closed = false;

  constructor(redis: Redis, self: () => NodeCard, log: Logger) {
    super();
    this.#redis = redis;
    this.#self = self;
    this.#log = log;
    this.#timer = setInterval(() => this.#beat(), cardEveryMs);
    // At once with every new connection, so that a Redis that was away knows everybody soon.
    redis.on('found', this.#beat);
    this.#beat();
  }

  /** The other nodes that were there lately. While Redis is away nothing changes. */
  get nodes(): readonly NodeCard[] {
    return [...this.#others.values()].map(({ card }) => card);
  }

  get fresh(): boolean {
    return performance.now() - this.#heardAt < freshMs;
  }

  /** Says at once what changed. */
  async tell(): Promise<void> {
    await this.#asking;
    this.#beat();
    await this.#asking;
  }

  /** Tells the others that this one is gone, unless another process of it goes on. */
  async close({ gone }: { readonly gone: boolean }): Promise<void> {
    this.#closed = true;
    clearInterval(this.#timer);
    this.#redis.off('found', this.#beat);
    await this.#asking;
    if (gone) await leaving(this.#redis, key, this.#self().name).catch(() => {});
  }

  readonly #beat = (): void => {
    if (this.#closed || !this.#redis.reached) return;
    this.#asking ??= this.#exchange().finally(() => {
      this.#asking = undefined;
    });
  };

  async #exchange(): Promise<void> {
    const self = this.#self();
    let answer: unknown;
    try {
      answer = await exchange(this.#redis, key, self.name, JSON.stringify(self), ttlMs);
    } catch (error) {
      if (!(error instanceof RedisGone)) throw error;
      return;
    }
    this.#heardAt = performance.now();
    const [before = '', ...told] = Array.isArray(answer) ? answer.map(String) : [];
    if (this.#closed) return;
    this.#requireOwn(before, self);
    this.#hear(told, self.name);
  }

  /** Two machines of one name overwrite each other's card, and neither hears of the other. */
  #requireOwn(text: string, own: NodeCard): void {
    const wasTold = this.#told;
    this.#told = true;
    // What was there at first is of the process before.
    const card = wasTold && text !== '' ? this.#read(own.name, text) : null;
    if (!card || (card.host === own.host && card.port === own.port)) return;
    const { name, host, port } = card;
    if (this.#namesakes.has(`${host}:${port}`)) return;
    this.#namesakes.add(`${host}:${port}`);
    const advice = 'give each machine a NODE_NAME of its own';
    this.#log.error({ name, host, port, advice }, 'another machine says that it is this node');
  }

  #hear(told: readonly string[], own: string): void {
    const before = JSON.stringify(this.nodes);
    const heard = new Set<string>();
    for (let i = 0; i < told.length; i += 2) {
      const name = told[i] ?? '';
      const card = name === own ? null : this.#read(name, told[i + 1] ?? '');
      if (!card) continue;
      heard.add(name);
      this.#others.set(name, { card, missed: 0 });
    }
    for (const [name, other] of this.#others) {
      if (!heard.has(name) && ++other.missed >= missedMost) this.#others.delete(name);
    }
    if (JSON.stringify(this.nodes) !== before) this.emit('changed');
  }

  #read(name: string, text: string): NodeCard | null {
    try {
      const card = NodeCard.parse(JSON.parse(text));
      if (card.name === name) return card;
    } catch {
      // Said below.
    }
    if (!this.#odd.has(name) && this.#odd.size < 100) {
      this.#odd.add(name);
      this.#log.warn({}, 'the list of nodes in redis has something that is none');
    }
    return null;
  }
}
