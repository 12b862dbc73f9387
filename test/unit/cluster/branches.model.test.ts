import { randomUUID } from 'node:crypto';
import { setImmediate as nextRound } from 'node:timers/promises';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ParticipantId, type ProducerId, RoomId, type TransportId } from '../../../protocol/ids.ts';
import { ClusterEngine } from '../../../server/cluster/ClusterEngine.ts';
import { AppError } from '../../../server/errors.ts';
import type { MediaPeer, MediaRoom } from '../../../server/media/api.ts';
import { FakeMediaEngine, type FakeMediaRoom } from '../../support/FakeMediaEngine.ts';
import { remoteOf } from '../../support/mediaEngines.ts';
import { RecordingLog } from '../../support/RecordingLog.ts';
import { microphone } from '../../support/rtp.ts';

/** What somebody does, or what breaks; `who` and `which` are taken round the people and tracks there are. */
interface Deed {
  readonly what: 'take' | 'forget' | 'close' | 'leave' | 'come' | 'send' | 'end' | 'break' | 'die';
  readonly who: number;
  readonly which: number;
  /** How long until the next, in rounds of the event loop. */
  readonly rounds: number;
}

const deeds = fc.array(
  fc.record({
    what: fc.constantFrom(
      'take',
      'take',
      'take',
      'forget',
      'close',
      'leave',
      'come',
      'send',
      'end',
      'break',
      'die',
    ),
    who: fc.nat(5),
    which: fc.nat(5),
    rounds: fc.nat(4),
  }),
  { maxLength: 60 },
) as fc.Arbitrary<Deed[]>;

const log = new RecordingLog();
// What is refused while something goes away; anything else is a mistake of ours.
const passing = new Set(['gone', 'media_unavailable', 'not_found', 'conflict']);

/** A room at home on one of two nodes, whose second listener is on the other. */
class House {
  readonly home = new FakeMediaEngine();
  readonly other = new FakeMediaEngine();
  readonly mistakes: unknown[] = [];
  readonly pending: Promise<unknown>[] = [];
  readonly speakers: { peer: MediaPeer; track: ProducerId }[] = [];
  listeners: MediaPeer[] = [];
  /** Every transport that was ever made to listen. */
  readonly transports: { peer: MediaPeer; id: TransportId }[] = [];
  readonly cluster: ClusterEngine;
  readonly #room: MediaRoom;

  private constructor(
    cluster: ClusterEngine,
    room: MediaRoom,
    [home, other]: [FakeMediaEngine, FakeMediaEngine],
  ) {
    this.cluster = cluster;
    this.#room = room;
    this.home = home;
    this.other = other;
  }

  static async open(remoteHome: boolean): Promise<House> {
    const [first, second] = [new FakeMediaEngine(), new FakeMediaEngine()];
    const loads = { first: remoteHome ? 0.1 : 0, second: 0 };
    const own = { name: 'own', engine: first, load: () => loads.first };
    const cluster = new ClusterEngine(own, { listeners: 1, busyAt: 0.7, log });
    cluster.add({ name: 'lent', engine: remoteOf(second, log), load: () => loads.second });
    const room = await cluster.createRoom(RoomId.parse(randomUUID()));
    loads.first = 0;
    return new House(cluster, room, remoteHome ? [second, first] : [first, second]);
  }

  do({ what, who, which }: Deed): void {
    const listener = this.listeners[who % Math.max(1, this.listeners.length)];
    const track = this.speakers[which % Math.max(1, this.speakers.length)]?.track;
    if (what === 'send') this.#try(() => this.send());
    else if (what === 'come') this.come();
    else if (what === 'break')
      for (const room of this.other.rooms.values()) for (const pipe of room.pipes) pipe.break();
    if (what === 'die') for (const room of [...this.other.rooms.values()]) room.die();
    if (what === 'end' && track) this.#end(track);
    if (!listener) return;
    if (what === 'take') this.#try(() => this.take(listener));
    else if (what === 'forget' && track) this.#try(async () => listener.forget([track]));
    else if (what === 'close') this.#try(async () => await this.#closeOne(listener, which));
    else if (what === 'leave') this.leave(listener);
  }

  async send(): Promise<void> {
    const peer = this.#room.createPeer(ParticipantId.parse(randomUUID()), undefined);
    const { id: transportId } = await peer.createTransport('send');
    const { id: track } = await peer.produce(microphone(transportId));
    this.speakers.push({ peer, track });
  }

  come(): MediaPeer {
    const peer = this.#room.createPeer(ParticipantId.parse(randomUUID()), this.cluster.rtpCapabilities);
    this.listeners.push(peer);
    return peer;
  }

  /** Takes everything there is. */
  async take(listener: MediaPeer): Promise<number> {
    const made = await listener.ensureReceive();
    if (made) this.transports.push({ peer: listener, id: made.id });
    return (await listener.consume(this.speakers.map(({ track }) => track))).length;
  }

  leave(listener: MediaPeer): void {
    this.listeners = this.listeners.filter((other) => other !== listener);
    listener.close();
  }

  async settled(): Promise<void> {
    for (let done = 0; done < this.pending.length; done = this.pending.length) {
      done = this.pending.length;
      await Promise.all(this.pending);
    }
    for (let round = 0; round < 30; round++) await nextRound();
  }

  close(): void {
    this.#room.close();
  }

  async #closeOne(listener: MediaPeer, which: number): Promise<void> {
    await listener.ensureReceive();
    const consumers = await listener.consume(this.speakers.map(({ track }) => track));
    const one = consumers[which % Math.max(1, consumers.length)];
    if (one) listener.closeConsumers([one.id]);
  }

  #end(track: ProducerId): void {
    const index = this.speakers.findIndex((speaker) => speaker.track === track);
    const [ended] = this.speakers.splice(index, 1);
    if (index % 2 === 0) ended?.peer.close();
    else ended?.peer.closeProducer(track);
  }

  #try(act: () => Promise<unknown>): void {
    const passes = (error: unknown) => {
      if (!(error instanceof AppError && passing.has(error.code))) this.mistakes.push(error);
    };
    this.pending.push(act().catch(passes));
  }
}

/** What somebody there takes. */
const takenIn = (room: FakeMediaRoom) =>
  new Set([...room.peers].flatMap(({ consumers }) => [...consumers.values()]));

test.each([false, true])(
  'whatever people do and whatever breaks, everybody can hear everything, and nothing is left behind (home elsewhere: %s)',
  async (remoteHome) => {
    const property = fc.asyncProperty(deeds, async (all) => {
      const house = await House.open(remoteHome);
      await Promise.all([house.send(), house.send()]);
      for (let count = 0; count < 3; count++) await house.take(house.come());
      for (const deed of all) {
        house.do(deed);
        for (let round = 0; round < deed.rounds; round++) await nextRound();
      }
      await house.settled();
      expect(house.mistakes).toEqual([]);
      // Nothing is taken that is not there, and elsewhere nothing is there that nobody takes.
      for (const room of house.home.rooms.values())
        for (const id of takenIn(room)) expect(room.producers.has(id)).toBe(true);
      for (const room of house.other.rooms.values())
        expect(new Set(room.producers.keys())).toEqual(takenIn(room));

      for (const listener of house.listeners) expect(await house.take(listener)).toBe(house.speakers.length);
      const tracks = new Set(house.speakers.map(({ track }) => track));
      for (const room of house.other.rooms.values()) expect(new Set(room.producers.keys())).toEqual(tracks);

      for (const { peer, id } of house.transports) {
        if (!house.listeners.includes(peer)) continue;
        const there = await peer.restartIce(id).then(
          () => 'there',
          ({ code }: AppError) => code,
        );
        expect(there).toBe(peer.holds(id) ? 'there' : 'not_found');
      }

      for (const listener of [...house.listeners]) house.leave(listener);
      await house.settled();
      expect([...house.other.rooms]).toEqual([]);
      for (const { pipes } of house.home.rooms.values()) expect([...pipes]).toEqual([]);
      for (let count = 0; count < 2; count++) await house.take(house.come());
      expect(house.other.rooms.size).toBe(1);
      house.close();
      await house.settled();
      expect([...house.other.rooms]).toEqual([]);
      expect([...house.home.rooms]).toEqual([]);
      await house.cluster.close();
    });
    await fc.assert(property, { numRuns: 100 });
  },
);
