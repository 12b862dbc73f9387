import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { percentile } from '../../../bench/statistics.ts';
import { ClientMessageId, type RoomSlug } from '../../../protocol/ids.ts';
import { Client } from '../../support/Client.ts';
import { House } from '../house/House.ts';
import type { Lab } from '../Lab.ts';
import { atMost, delicate, ms, type Sample, type Scenario } from './Scenario.ts';

const people = 30;
const lines = 150;
const everyMs = 50;
const cutMs = 10_000;
// Half a page of chat: each answer to who asks for the past is as long as fifty of these.
const text = 'x'.repeat(900);

/** Somebody in a room asks for much, and does not read the answers. */
export const stalledReader: Scenario = {
  name: 'stalled-reader',
  what: 'one of 30 in a room asks for 1 MB a second and reads nothing',
  figures: {
    delay: delicate(ms('p99 delay of an event for the others, beyond that with a reader who reads', 20)),
    held: atMost('held for the stalled one', 2_048, 'kB'),
    cut: ms('until the stalled one is cut', cutMs),
  },
  runs: 20,
  run,
};

async function run(lab: Lab, runs: number): Promise<Sample[]> {
  const house = await House.open(join(lab.folder, 'house'));
  try {
    const room = await Room.fill(house);
    const samples: Sample[] = [];
    for (let run = 0; run < runs; run++) {
      const usual = await room.delayBeside({ reads: true });
      const { delay, cut, held } = await room.delayBeside({ reads: false });
      samples.push({ delay: Math.max(0, delay - usual.delay), held, cut });
    }
    room.close();
    return samples;
  } finally {
    await house.close();
  }
}

interface Beside {
  readonly delay: number;
  readonly cut: number;
  readonly held: number;
}

/** A room whose people note how long a line takes to reach them. */
class Room {
  readonly #house: House;
  readonly #others: readonly Client[];
  readonly #slug: RoomSlug;
  #delays: number[] = [];

  private constructor(house: House, others: readonly Client[], slug: RoomSlug) {
    this.#house = house;
    this.#others = others;
    this.#slug = slug;
  }

  static async fill(house: House): Promise<Room> {
    const first = await Client.connect(house.url);
    const { slug } = await first.openRoom({ lasting: true });
    const others = [first];
    while (others.length < people - 1) others.push(await Client.connect(house.url));
    const room = new Room(house, others, slug);
    for (const one of others) {
      await one.join(slug);
      one.socket.on('chat:message', ({ text }: { text: string }) => {
        room.#delays.push(performance.now() - Number.parseFloat(text));
      });
    }
    for (let line = 0; line < 50; line++) await room.#say();
    return room;
  }

  /** The others write while somebody who reads, or does not, asks for the past again and again. */
  async delayBeside({ reads }: { reads: boolean }): Promise<Beside> {
    const one = await Client.connect(this.#house.url);
    await one.join(this.#slug);
    const { _socket }: { _socket: { pause(): void } } = Reflect.get(one.socket.io.engine.transport, 'ws');
    const stalledAt = performance.now();
    if (!reads) _socket.pause();
    const left = this.#others[0]?.next('room:participantChanged', ({ connected }) => !connected);
    const cut = left?.then(
      () => performance.now() - stalledAt,
      () => Number.POSITIVE_INFINITY,
    );
    this.#delays = [];
    for (let line = 0; line < lines; line++) {
      one.socket.emit('chat:changes', { revision: 0 }, () => {});
      await this.#say();
      await sleep(everyMs);
    }
    const delay = percentile(this.#delays, 0.99);
    one.close();
    const held = Number(this.#house.warned.at(-1)?.bytes ?? 0) / 1024;
    return { delay, cut: reads ? 0 : ((await cut) ?? 0), held: reads ? 0 : held };
  }

  close(): void {
    for (const one of this.#others) one.close();
  }

  async #say(): Promise<void> {
    const clientMessageId = ClientMessageId.parse(crypto.randomUUID());
    await this.#others[1]?.request('chat:send', { clientMessageId, text: `${performance.now()} ${text}` });
  }
}
