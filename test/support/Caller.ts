import { setTimeout as sleep } from 'node:timers/promises';
import { Generator, type LoadTrack } from '../../bench/clients/Generator.ts';
import { dtlsParameters, rtpCapabilities, voice } from '../../bench/clients/rtp.ts';
import type { ProducerId, RoomSlug } from '../../protocol/ids.ts';
import type { JoinedMedia } from '../../protocol/media.ts';
import type { RoomSnapshot } from '../../protocol/room.ts';
import type { TransportInfo } from '../../protocol/rtp.ts';
import type { Client } from './Client.ts';

// As the page does it: sending takes fewer steps than hearing.
const lingerMs = 1_500;
const windowMs = 100;
// They come over late, as over a long way: what goes on meanwhile has to bridge it.
const lateMs = 600;

interface Entry {
  readonly slug: RoomSlug;
  /** Of `bench/load`. */
  readonly program: string;
  /** False: only listens. */
  readonly talks?: boolean;
  /** The seat they had before. */
  readonly seat?: RoomSnapshot;
}

/** Somebody who talks in a room over real ICE, DTLS and SRTP, and moves on as the page does when told to. */
export class Caller {
  readonly client: Client;
  readonly seat: RoomSnapshot;
  /** How often their media was elsewhere. */
  moves = 0;
  readonly problems: unknown[] = [];
  readonly #generator: Generator;
  readonly #talks: boolean;
  readonly #sounds = new Set<ProducerId>();
  #peers: number[] = [];
  #receives: number | undefined;
  #track: LoadTrack | undefined;
  #turn = Promise.resolve();

  private constructor(client: Client, generator: Generator, seat: RoomSnapshot, talks: boolean) {
    [this.client, this.#generator, this.seat, this.#talks] = [client, generator, seat, talks];
  }

  /** Steps into a room. */
  static async enter(client: Client, { slug, program, talks = true, seat }: Entry): Promise<Caller> {
    const seatToken = seat && { seatToken: seat.seatToken };
    const generator = await Generator.start(program);
    const early = new Set<ProducerId>();
    const note = ({ producer }: { producer: { id: ProducerId } }) => early.add(producer.id);
    client.socket.on('media:producerAdded', note);
    const snapshot = await client.join(slug, { rtpCapabilities, sends: talks, ...seatToken });
    client.socket.off('media:producerAdded', note);
    const caller = new Caller(client, generator, snapshot, talks);
    for (const { id, producers } of snapshot.participants)
      if (id !== snapshot.selfId) for (const producer of producers) caller.#sounds.add(producer.id);
    for (const id of early) caller.#sounds.add(id);
    caller.#listen();
    if (snapshot.media) await caller.#begin(snapshot.media);
    return caller;
  }

  /** The longest time in which fewer than so many voices were heard until `over`, in ms; less than a tenth of a second is none. */
  async longestSilence(voices: number, over: Promise<unknown>): Promise<number> {
    let [longest, current, isOver] = [0, 0, false];
    const ended = over.finally(() => {
      isOver = true;
    });
    await this.#generator.stats({ reset: true });
    let began = performance.now();
    while (!isOver) {
      await sleep(windowMs);
      const { hearing } = await this.#generator.stats({ reset: true });
      // On a busy machine a window takes longer than it should.
      const now = performance.now();
      current = hearing >= voices ? 0 : current + now - began;
      began = now;
      longest = Math.max(longest, current);
    }
    await ended;
    return longest;
  }

  /** Sends so many packets a second from now on, until their media is elsewhere. */
  shout(perSecond: number): void {
    if (!this.#track) throw new Error('They only listen.');
    this.#generator.hush(this.#track.ssrc);
    this.#generator.send({ ...this.#track, perSecond });
  }

  /** How many voices arrive. */
  async hears(): Promise<number> {
    await this.#generator.stats({ reset: true });
    await sleep(2 * windowMs);
    return (await this.#generator.stats({ reset: true })).hearing;
  }

  close(): void {
    this.#generator.close();
    this.client.close();
  }

  #listen(): void {
    const { socket } = this.client;
    socket.on('media:producerAdded', ({ participantId, producer }) => {
      if (participantId === this.seat.selfId) return;
      this.#sounds.add(producer.id);
      this.#next(() => this.#consume([producer.id]));
    });
    socket.on('media:producerRemoved', ({ producerId }) => this.#sounds.delete(producerId));
    socket.on('media:receptionLost', () => {
      this.moves++;
      this.#next(async () => {
        this.#giveUp(this.#receives === undefined ? [] : [this.#receives]);
        await this.#consume([...this.#sounds]);
      });
    });
    socket.on('media:moved', ({ withinMs }) => {
      this.moves++;
      this.#next(async () => {
        const before = this.#peers.splice(0);
        if (withinMs === undefined) this.#giveUp(before);
        else await sleep(lateMs);
        await this.#begin(await this.client.request('media:renew', { sends: this.#talks }));
        // Both are sent and heard for a while.
        if (withinMs !== undefined) setTimeout(() => this.#giveUp(before), lingerMs).unref();
      });
    });
  }

  async #begin({ receiveTransport, sendTransport }: JoinedMedia): Promise<void> {
    const receiving = receiveTransport && this.#connect(receiveTransport);
    if (sendTransport) {
      const number = await this.#connect(sendTransport);
      const { source, rtpParameters, track } = voice(number, 100_000 + number);
      this.#track = track;
      this.#generator.send(track);
      const transportId = sendTransport.id;
      await this.client.request('media:produce', { transportId, source, rtpParameters });
    }
    if (receiving) this.#receives = await receiving;
    // Whoever was told of before the answer came, and is in none.
    await this.#consume([...this.#sounds]);
  }

  async #consume(producerIds: ProducerId[]): Promise<void> {
    if (producerIds.length === 0) return;
    const { receiveTransport } = await this.client.request('media:consume', { producerIds });
    if (receiveTransport) this.#receives = await this.#connect(receiveTransport);
  }

  async #connect(transport: TransportInfo): Promise<number> {
    const number = this.#generator.newPeer();
    this.#peers.push(number);
    const input = {
      transportId: transport.id,
      dtlsParameters: dtlsParameters(this.#generator.fingerprintOf(number)),
    };
    await this.client.request('media:connectTransport', input);
    await this.#generator.connect(number, transport);
    return number;
  }

  #giveUp(peers: readonly number[]): void {
    for (const peer of peers) this.#generator.closePeer(peer);
  }

  /** One after the other, as the page does. */
  #next(act: () => Promise<void>): void {
    this.#turn = this.#turn.then(act).catch((error: unknown) => {
      this.problems.push(error);
    });
  }
}
