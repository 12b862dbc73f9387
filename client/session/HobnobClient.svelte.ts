import type { Device } from 'mediasoup-client';
import type { RoomKey } from '../../protocol/door.ts';
import type { RoomSlug, UserId } from '../../protocol/ids.ts';
import { protocolVersion } from '../../protocol/limits.ts';
import type { Restrained } from '../../protocol/moderation.ts';
import type { Me } from '../../protocol/people.ts';
import type { RtpCapabilities } from '../../protocol/rtp.ts';
import { Hearing } from './Hearing.svelte.ts';
import { KnownRooms } from './KnownRooms.ts';
import { Lobby } from './Lobby.svelte.ts';
import { LocalMedia } from './LocalMedia.svelte.ts';
import { openDevice, prepareMediaLibrary } from './mediaDevice.ts';
import type { OwnTracks } from './OwnTracks.svelte.ts';
import type { Preview } from './Preview.svelte.ts';
import { RoomSession } from './RoomSession.svelte.ts';
import { SignalingClient } from './SignalingClient.ts';
import { type TabCall, Tabs } from './Tabs.ts';

/** A room somebody wants to step into, while another tab of theirs has a call. */
interface Crossing {
  readonly slug: RoomSlug;
  readonly other: TabCall;
}

/** The whole client without a screen: the connection, the lobby, the devices, and the room one is in. */
export class HobnobClient {
  me = $state.raw<Me>() as Me;
  connected = $state(false);
  /** True once the server has become a newer one than this page was made for. */
  outdated = $state(false);
  /** One may not be in the house: until when, and why. */
  barred = $state.raw<Restrained | null>(null);
  /** The room one is in; it stays while other pages are looked at. */
  call = $state.raw<RoomSession | null>(null);
  /** What has to be decided before stepping in. */
  crossing = $state.raw<Crossing | null>(null);
  /** Oneself before stepping in, while one looks at that. */
  preview = $state.raw<Preview | null>(null);
  /** Told when the server takes this browser for somebody else than this page does; null is nobody. */
  onStranger: (userId: UserId | null) => void = () => {};
  readonly known = new KnownRooms();
  readonly local = new LocalMedia();
  readonly hearing = new Hearing();
  readonly signaling: SignalingClient;
  readonly lobby: Lobby;
  readonly #tabs: Tabs;
  #device: Promise<Device | null> | null = null;
  #capabilities = Promise.withResolvers<RtpCapabilities>();

  constructor(me: Me, signaling = new SignalingClient()) {
    this.me = me;
    this.signaling = signaling;
    this.lobby = new Lobby(signaling);
    this.#tabs = new Tabs({
      name: me.id,
      call: () => this.#ownCall,
      leave: () => this.call?.leave(),
    });
    signaling.onConnection((connected) => {
      this.connected = connected;
    });
    signaling.on('server:welcome', (welcome) => {
      this.outdated = welcome.protocolVersion !== protocolVersion;
      this.#capabilities.resolve(welcome.rtpCapabilities);
      const { userId } = welcome;
      if (userId !== undefined && userId !== this.me.id) this.onStranger(userId);
    });
    signaling.on('server:barred', (bar) => {
      this.barred = bar;
      // Nobody says any more that a call ended which was being mended: nothing of it goes on unseen.
      this.leave();
      // Another line would end like this one.
      signaling.close();
    });
    signaling.on('server:moving', ({ withinMs }) => {
      setTimeout(() => void this.#move(), Math.random() * withinMs);
    });
  }

  /** What one shows at which door. */
  readonly keys = new Map<RoomSlug, RoomKey>();

  /** Connects, and listens to what the browser knows about the network. */
  start(): void {
    this.signaling.connect();
    addEventListener('online', () => this.signaling.hurry());
    document.addEventListener('visibilitychange', () => this.signaling.endPause());
    // Closing the page is leaving; others need not wait for the seat's clock.
    addEventListener('pagehide', () => this.call?.leave());
  }

  /** Calls back whenever a connection is there on which the server knows this page for whom it shows. */
  onWelcome(act: () => void): () => void {
    return this.signaling.on('server:welcome', ({ userId }) => {
      if (userId === undefined || userId === this.me.id) act();
    });
  }

  /** Does before the tap what can be done before it: the library, and what this browser can receive. */
  prepare(): void {
    prepareMediaLibrary();
    void this.#openDevice().catch(() => {});
  }

  /** Looks at oneself before stepping in, until the returned function is called. */
  tryOut(preview: Preview): () => void {
    this.preview = preview;
    void preview.begin();
    return () => {
      preview.close();
      if (this.preview === preview) this.preview = null;
    };
  }

  /** Steps into a room, unless another tab has a call: then `crossing` asks what is to become of that. */
  async approach(slug: RoomSlug): Promise<void> {
    const other = this.#ownCall?.slug === slug ? null : await this.#tabs.find();
    if (other) this.crossing = { slug, other };
    else this.stepIn(slug);
  }

  /**
   * Steps into a room, as one tried oneself out, else muted and listening; whatever room one was in is left, here and
   * in other tabs.
   */
  stepIn(slug: RoomSlug): void {
    if (this.#ownCall?.slug === slug) return;
    // In the same room the server hands the call over by itself.
    if (this.crossing && this.crossing.other.slug !== slug) this.#tabs.dismiss();
    this.#enter(slug, false);
    this.#tabs.announce();
  }

  /** Reads and writes in a room in which another tab has the call. */
  accompany(slug: RoomSlug): void {
    this.#enter(slug, true);
  }

  /** Leaves the room one is in. */
  leave(): void {
    this.call?.leave();
    this.call = null;
  }

  /** The call this tab has; one that only reads along has none. */
  get #ownCall(): TabCall | null {
    const { call } = this;
    if (!call || call.companion || call.status === 'ended') return null;
    return { slug: call.slug, room: call.state?.room.name ?? call.slug };
  }

  /** Who moved us into the room we are in, until that was said. */
  movedBy: string | null = null;
  /** What is to be done when a call went on in another room. */
  onMoved: (from: RoomSlug, to: RoomSlug) => void = () => {};

  #goOnIn({ slug: from, movedTo, own }: RoomSession): void {
    if (!movedTo) return;
    this.movedBy = movedTo.by;
    this.#enter(movedTo.slug, false, own);
    this.onMoved(from, movedTo.slug);
  }

  #enter(slug: RoomSlug, companion: boolean, tracks?: OwnTracks): void {
    this.crossing = null;
    this.call?.leave();
    const { signaling, local } = this;
    const device = () => this.#openDevice();
    const own = companion ? undefined : (tracks ?? this.preview?.handOver());
    this.call = new RoomSession(slug, {
      signaling,
      local,
      userId: this.me.id,
      device,
      companion,
      own,
      key: this.keys.get(slug),
      // Not before the call it comes from has let go of everything else.
      onMoved: (call) => queueMicrotask(() => this.#goOnIn(call)),
    });
    void this.call.join();
    if (!companion) this.known.add(slug);
  }

  /** The server hands over to its next process: the call goes along, and the first line is let go after it. */
  async #move(): Promise<void> {
    try {
      const release = await this.signaling.move();
      await this.call?.move();
      release();
    } catch {
      // The line to the process that goes will be lost, and be back as after any other loss.
    }
  }

  #openDevice(): Promise<Device | null> {
    this.#device ??= this.#capabilities.promise.then(openDevice).catch((error: unknown) => {
      this.#device = null;
      throw error;
    });
    return this.#device;
  }
}
