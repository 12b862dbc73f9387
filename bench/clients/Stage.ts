import type { Door, Speaker, Visitor } from './Door.ts';
import type { Load } from './Generators.ts';
import { type Act, dtlsParameters } from './rtp.ts';

/** A listener who hears. */
export interface Listener {
  /** From before the connection is opened to the first RTP packet. */
  readonly joinMs: number;
  leave(): Promise<void>;
}

/** Speakers and listeners on one server, with their media in the generator. */
export class Stage {
  readonly door: Door;
  readonly #generator: Load;
  readonly #acts: Act[] = [];
  /** The SRTP cipher that was agreed upon. */
  cipher = '';

  constructor(door: Door, generator: Load) {
    this.door = door;
    this.#generator = generator;
  }

  /** Lets somebody in who has something to send, and waits for `talk()`. */
  async addSpeaker(perform: (peer: number, ssrc: number) => Act): Promise<void> {
    await this.#perform(await this.door.speak(), perform);
  }

  /** Lets somebody in who hears whoever is there and comes, and has something to send. */
  async addMember(
    { hears, speaks }: { hears: Visitor; speaks: Speaker },
    perform: (peer: number, ssrc: number) => Act,
  ): Promise<void> {
    await this.#connect(this.#generator.newPeer(), hears);
    await this.#perform(speaks, perform);
  }

  /** Lets so many speakers talk, from the first on or a later one. */
  talk(speakers = this.#acts.length, from = 0): void {
    for (const { track } of this.#acts.slice(from, from + speakers)) this.#generator.send(track);
  }

  hush(): void {
    for (const { track } of this.#acts) this.#generator.hush(track.ssrc);
  }

  /** Lets somebody in; hears something only while somebody talks, which `joinMs` waits for. */
  async addListener(): Promise<Listener> {
    const start = steadyMs();
    const visitor = await this.door.listen();
    const peer = this.#generator.newPeer();
    const first = this.#generator.firstRtp(peer);
    // The wait for the media may end first; then its rejection must not be without a listener.
    first.catch(() => {});
    await this.#connect(peer, visitor);
    return {
      joinMs: (await first) - start,
      leave: async () => {
        this.#generator.closePeer(peer);
        await visitor.leave();
      },
    };
  }

  async #perform(speaker: Speaker, perform: (peer: number, ssrc: number) => Act): Promise<void> {
    const peer = this.#generator.newPeer();
    await this.#connect(peer, speaker);
    const act = perform(peer, 100_000 + peer);
    await speaker.produce(act);
    this.#acts.push(act);
  }

  async #connect(peer: number, visitor: Visitor): Promise<void> {
    // As browsers do: the fingerprint first, or the worker would drop the first flight of the handshake.
    await visitor.connect(dtlsParameters(this.#generator.fingerprintOf(peer)));
    this.cipher = await this.#generator.connect(peer, visitor.transport);
  }
}

// The generator tells its moments on this clock.
function steadyMs(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}
