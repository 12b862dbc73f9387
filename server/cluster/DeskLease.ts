import { randomUUID } from 'node:crypto';
import { EventEmitter } from 'node:events';
import { z } from 'zod';
import type { Logger } from '../log.ts';
import type { Redis } from './Redis.ts';
import { RedisGone } from './Redis.ts';
import { script } from './RedisScript.ts';

/** Where the node is that has the rules and the doors. */
export const DeskPlace = z.object({
  /** The name of the node. */
  node: z.string().min(1).max(200),
  /** Of this very process: the one that takes over from it on the same machine has another. */
  process: z.string().min(1).max(100),
  /** By which the other nodes reach it. */
  host: z.string().min(1).max(300),
  port: z.int().min(1).max(65_535),
});
export type DeskPlace = z.infer<typeof DeskPlace>;

interface DeskLeaseEvents {
  /** Another node is the desk than before, or none. */
  changed: [];
  /** Nobody is the desk any more, and this node was given the lease. */
  gained: [];
  /** Another node has it. */
  lost: [by: DeskPlace | null];
  /** Redis could not be asked whether it is still ours. */
  blind: [];
}

const key = 'hobnob:desk';
const ttlMs = 3_000;
const renewMs = 1_000;
const lookMs = 250;

// Sets it where it is free, or what the asker knew of (ARGV 3); answers who has it now.
const claim = script(`
if redis.call('type', KEYS[1]).ok ~= 'string' then redis.call('del', KEYS[1]) end
local held = redis.call('get', KEYS[1])
if not held or held == ARGV[1] or held == ARGV[3] then
  redis.call('set', KEYS[1], ARGV[1], 'px', ARGV[2])
  return ARGV[1]
end
return held`);

// Gives nobody anything: an answer that comes too late, as of a Redis that hung, does no harm. What somebody set for ever
// ends all the same.
const look = script(`
if redis.call('type', KEYS[1]).ok ~= 'string' then return '' end
local left = redis.call('pttl', KEYS[1])
if left < 0 or left > tonumber(ARGV[1]) then redis.call('pexpire', KEYS[1], ARGV[1]) end
return redis.call('get', KEYS[1])`);

const drop = script(`if redis.call('get', KEYS[1]) == ARGV[1] then redis.call('del', KEYS[1]) end return ''`);

/** Which one of the nodes is the desk, as Redis knows it. That two never write is seen to by the fence of the store. */
export class DeskLease extends EventEmitter<DeskLeaseEvents> {
  readonly #redis: Redis;
  readonly #own: DeskPlace;
  readonly #value: string;
  readonly #log: Logger;
  #state: 'waiting' | 'watching' | 'held' | 'left' = 'left';
  #leaves = 0;
  #oddSince: number | undefined;
  #timer: NodeJS.Timeout | undefined;
  #desk: DeskPlace | null = null;

  constructor(redis: Redis, own: Omit<DeskPlace, 'process'>, log: Logger) {
    super();
    this.#redis = redis;
    this.#own = { ...own, process: randomUUID() };
    this.#value = JSON.stringify(this.#own);
    this.#log = log;
  }

  /** What this process is called there. */
  get process(): string {
    return this.#own.process;
  }

  /** Who had it when it was last looked at. */
  get desk(): DeskPlace | null {
    return this.#desk;
  }

  /** Who had it then, if that was another node. */
  get other(): DeskPlace | null {
    return this.#desk?.node === this.#own.node ? null : this.#desk;
  }

  get held(): boolean {
    return this.#state === 'held';
  }

  /**
   * Asks for it once, and keeps it then: where nobody has it, or a process of this very node, which has ended or hands
   * over. Throws `RedisGone`.
   */
  async take(): Promise<boolean> {
    clearTimeout(this.#timer);
    const leaves = this.#leaves;
    const held = String((await look(this.#redis, key, ttlMs)) ?? '');
    const desk = this.#note(held);
    if (this.#leaves !== leaves) return false;
    const isOurs = desk?.node === this.#own.node && desk.host === this.#own.host;
    if (desk && !(isOurs && desk.port === this.#own.port)) return false;
    // Whoever comes anew to a Redis that was away may be quicker than the desk that is back there too.
    if (!desk && this.#redis.steadyMs < ttlMs) return false;
    // Nor may what is no lease be there for long: a desk that is well sets it right.
    this.#oddSince = held && !desk ? (this.#oddSince ?? performance.now()) : undefined;
    if (this.#oddSince !== undefined && performance.now() - this.#oddSince < ttlMs) return false;
    return await this.#claim(held);
  }

  /** Takes it as soon as nobody has it. */
  wait(): void {
    this.#state = 'waiting';
    this.#again(lookMs);
  }

  /** Looks who has it, and does not take it. */
  watch(): void {
    this.#leaves++;
    this.#state = 'watching';
    this.#again(lookMs);
  }

  /** Gives it to whoever waits for it, and looks who that is. */
  async give(): Promise<void> {
    this.watch();
    await this.#drop();
  }

  /** Asks whether it is still ours. Throws `RedisGone`. */
  async confirm(): Promise<boolean> {
    return await this.#claim('');
  }

  /** Lets it be without a word: another process of this node takes it. */
  leave(): void {
    this.#leaves++;
    this.#state = 'left';
    clearTimeout(this.#timer);
  }

  /** Gives it back, so that another one need not wait for its end. */
  async close(): Promise<void> {
    this.leave();
    await this.#drop();
  }

  async #drop(): Promise<void> {
    await drop(this.#redis, key, this.#value).catch((error: unknown) => {
      // It ends by itself.
      if (!(error instanceof RedisGone)) throw error;
    });
  }

  async #claim(former: string): Promise<boolean> {
    const leaves = this.#leaves;
    const held = String(await claim(this.#redis, key, this.#value, ttlMs, former));
    const desk = this.#note(held);
    // What nobody of us wrote does not count.
    if (!desk && held !== former) return await this.#claim(held);
    if (this.#leaves !== leaves || desk?.process !== this.#own.process) return false;
    this.#state = 'held';
    this.#again(renewMs);
    return true;
  }

  #again(afterMs: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#beat(), afterMs);
  }

  async #beat(): Promise<void> {
    const state = this.#state;
    try {
      if (state === 'held') await this.#renew();
      else if (state === 'waiting') await this.#look();
      else if (state === 'watching') this.#note(String((await look(this.#redis, key, ttlMs)) ?? ''));
    } catch (error) {
      if (!(error instanceof RedisGone)) this.#log.error({ err: error }, 'lease of the desk failed');
      if (this.#state === 'held') this.emit('blind');
    }
    if (this.#state !== 'left') this.#again(this.#state === 'held' ? renewMs : lookMs);
  }

  async #renew(): Promise<void> {
    if ((await this.#claim('')) || this.#state !== 'held') return;
    this.leave();
    this.emit('lost', this.#desk);
  }

  async #look(): Promise<void> {
    // First only a look: a claim that a hanging Redis answers late would take it from a desk that is well.
    if ((await this.take()) && this.held) this.emit('gained');
  }

  #note(held: unknown): DeskPlace | null {
    const desk = placeOf(held);
    // A Redis that was away may have forgotten the desk, and what is no lease hides it: it is about to say so again.
    if (!desk && (held || this.#redis.steadyMs < ttlMs)) return null;
    const before = this.#desk;
    this.#desk = desk;
    if (before?.process !== desk?.process) this.emit('changed');
    return desk;
  }
}

function placeOf(held: unknown): DeskPlace | null {
  if (typeof held !== 'string' || held === '') return null;
  try {
    return DeskPlace.parse(JSON.parse(held));
  } catch {
    return null;
  }
}
