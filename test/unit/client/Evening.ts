import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import type { SeatToken, UserId } from '../../../protocol/ids.ts';
import type { RoomInfo } from '../../../protocol/room.ts';
import type { Room } from '../../../server/rooms/Room.ts';
import type { Client } from '../../support/Client.ts';
import type { FakeMediaEngine } from '../../support/FakeMediaEngine.ts';
import type { TestServer } from '../../support/startServer.ts';
import { Tab } from './Tab.ts';

/** The server of an evening: another one after each restart. */
export interface House {
  server: TestServer<FakeMediaEngine>;
  restart(): Promise<void>;
  close(): Promise<void>;
}

interface Owner {
  readonly cookie: string;
  readonly userId: UserId;
}

const patienceMs = 15_000;
// Longer than the ladder takes to look again.
const calmMs = 700;

/** A host and somebody with a microphone in a room, all that befalls them, and what was last said about it. */
export class Evening {
  /**
   * Whether the microphone may be open: the last word of its owner was so, and no host muted it after that was done.
   * Where both happened in one moment, either may be the later one.
   */
  mayBeOpen = false;
  readonly #house: House;
  readonly #room: RoomInfo;
  readonly #owner: Owner;
  readonly #opening = new Set<symbol>();
  readonly #work: Promise<unknown>[] = [];
  #host: Client;
  #hostToken: SeatToken | null = null;
  #tab: Tab;
  #comingBack = false;

  private constructor(house: House, room: RoomInfo, host: Client, owner: Owner, tab: Tab) {
    this.#house = house;
    this.#room = room;
    this.#host = host;
    this.#owner = owner;
    this.#tab = tab;
  }

  static async begin(house: House): Promise<Evening> {
    const host = await house.server.client();
    const room = await host.openRoom();
    const { seatToken } = await host.join(room.slug);
    const guest = await house.server.client();
    const { id: userId } = await guest.callMe('Owner');
    guest.close();
    const owner = { cookie: guest.cookie ?? '', userId };
    const tab = await Tab.open(() => house.server.app.port, owner, room.slug);
    const evening = new Evening(house, room, host, owner, tab);
    evening.#hostToken = seatToken;
    return evening;
  }

  opens(): void {
    this.mayBeOpen = true;
    const press = Symbol();
    this.#opening.add(press);
    const { session } = this.#tab;
    this.#start(session.speaking.set(true).finally(() => this.#opening.delete(press)));
  }

  mutes(): void {
    this.mayBeOpen = false;
    this.#start(this.#tab.session.speaking.set(false));
  }

  hostMutes(): void {
    this.#start(this.#hostMutes());
  }

  /** The line breaks; resolves when the browser has noticed. */
  async cut(): Promise<void> {
    this.#comingBack = true;
    const { signaling, wire } = this.#tab;
    const noticed = new Promise<void>((resolve) => {
      const stop = signaling.onConnection(() => {
        stop();
        resolve();
      });
    });
    const { connected } = signaling;
    wire.cut();
    if (connected) await noticed;
  }

  /** The ladder gives up the transports. */
  renew(): void {
    this.#start(this.#tab.session.media.renew());
  }

  /** The media worker dies. */
  crash(): void {
    this.#house.server.media.crash();
  }

  /** The server ends, and another one goes on where it was. */
  async restart(): Promise<void> {
    this.#comingBack = true;
    const { cookie } = this.#host;
    await this.#house.restart();
    this.#host = await this.#house.server.client({ cookie });
    const { seatToken } = await this.#host.join(this.#room.slug, { seatToken: this.#hostToken });
    this.#hostToken = seatToken;
  }

  /** The owner goes on in another tab, which begins without a microphone. */
  async moveToAnotherTab(): Promise<void> {
    const before = this.#tab;
    // One that is just coming back would take the seat back: `seat.test.ts` has that as a fault of its own.
    if (this.#comingBack) before.close();
    this.#tab = await Tab.open(() => this.#house.server.app.port, this.#owner, this.#room.slug);
    this.mayBeOpen = false;
    before.close();
  }

  /** Waits until everything has come to rest; says whether the microphone is open at the server then. */
  async rest(): Promise<boolean> {
    await Promise.allSettled(this.#work.splice(0));
    const room = await this.#house.server.app.rooms.open(this.#room.slug);
    // The browser says that the network is there.
    this.#tab.signaling.hurry();
    let silentSince = performance.now();
    for (const end = performance.now() + patienceMs; performance.now() < end; await sleep(3)) {
      const state = this.#state(room);
      if (state === 'at rest') break;
      if (state === 'on the way') silentSince = performance.now();
      if (performance.now() - silentSince > calmMs) break;
    }
    if (this.#state(room) === 'on the way') {
      throw new Error(`There is no rest: ${JSON.stringify(this.#account(room))}`);
    }
    this.#comingBack = false;
    const open = this.#microphones(room).some((paused) => !paused);
    // From here on only the owner's word opens it.
    if (!open) this.mayBeOpen = false;
    return open;
  }

  async end(): Promise<void> {
    await Promise.allSettled(this.#work);
    this.#tab.close();
    this.#host.close();
  }

  #start(work: Promise<unknown>): void {
    // A press that fails, because the line is down, is told to the person; what it left behind is what is looked at.
    this.#work.push(work.catch(() => {}));
  }

  async #hostMutes(): Promise<void> {
    const room = await this.#house.server.app.rooms.open(this.#room.slug);
    const participant = room.find(this.#owner.userId);
    if (!participant) return;
    const overlaps = this.#opening.size > 0;
    await this.#host.request('moderation:mute', { participantId: participant.id });
    if (!overlaps && this.#opening.size === 0) this.mayBeOpen = false;
  }

  /** For each microphone of the owner at the server whether it is paused. */
  #microphones(room: Room): boolean[] {
    const id = room.find(this.#owner.userId)?.id;
    const media = this.#house.server.media.rooms.get(room.info.id);
    const producers = [...(media?.producers.values() ?? [])];
    return producers.filter(({ ownerId }) => ownerId === id).map(({ paused }) => paused);
  }

  #state(room: Room): 'on the way' | 'silent' | 'at rest' {
    const { session, signaling } = this.#tab;
    const there = session.status === 'here' && signaling.connected && room.tracks.available;
    if (!there || session.media.current === null) return 'on the way';
    const microphones = this.#microphones(room);
    const { microphone } = session.own;
    const expected = { off: [], muted: [true], on: [false] }[microphone];
    if (isDeepStrictEqual(microphones, expected)) return 'at rest';
    // A muted microphone that could not be sent is sent with the next word; but it may be on its way.
    return microphone === 'muted' && microphones.length === 0 ? 'silent' : 'on the way';
  }

  #account(room: Room): object {
    const { session, signaling } = this.#tab;
    return {
      status: session.status,
      endReason: session.endReason,
      problem: session.problem,
      connected: signaling.connected,
      available: room.tracks.available,
      microphone: session.own.microphone,
      there: this.#microphones(room),
      silenced: room.find(this.#owner.userId)?.silenced,
    };
  }
}
