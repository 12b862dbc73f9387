import type { Device } from 'mediasoup-client';
import type { VideoCodec } from '../../protocol/codecs.ts';
import type { ParticipantId, ProducerId } from '../../protocol/ids.ts';
import type { RequestInput } from '../../protocol/index.ts';
import type { JoinedMedia, ProducerInfo } from '../../protocol/media.ts';
import { kindOf, type Source } from '../../protocol/sources.ts';
import type { Heard } from './heard.ts';
import { MediaClient } from './MediaClient.ts';
import { Overlap } from './Overlap.svelte.ts';
import type { OwnTracks } from './OwnTracks.svelte.ts';
import { ConnectionQuality } from './quality/ConnectionQuality.svelte.ts';
import { Reception } from './Reception.svelte.ts';
import type { RemoteTrack } from './RemoteTrack.ts';
import { RequestError } from './RequestError.ts';
import type { RoomState } from './RoomState.svelte.ts';
import type { SignalingClient } from './SignalingClient.ts';

interface CallMediaParts {
  readonly signaling: SignalingClient;
  /** Null in a browser without WebRTC. */
  readonly device: () => Promise<Device | null>;
  readonly own: OwnTracks;
  /** The codecs of pictures that everybody in the room can show. */
  readonly shown: () => readonly VideoCodec[];
  /** All sound of others, as far as it was told. */
  readonly sounds: () => readonly ProducerId[];
}

/** The media of a call, whatever transports it flows through: they are made anew as often as it takes. */
export class CallMedia {
  /** Null before there is any, and in a browser that has none. */
  current = $state.raw<MediaClient | null>(null);
  /** What arrives of pictures; its `limit` caps them all. */
  readonly reception = new Reception();
  readonly quality: ConnectionQuality;
  readonly #parts: CallMediaParts;
  #overlap = $state.raw<Overlap | null>(null);
  #renewing: Promise<void> | null = null;
  /** New transports are about to come. */
  #awaited = false;
  /** What there is goes on until there is the same elsewhere, whatever is said to be gone. */
  #leaving = false;
  /** A worker died while these were made: they may have been there. */
  #lostMeanwhile = false;
  #closed = false;

  constructor(parts: CallMediaParts) {
    this.#parts = parts;
    this.quality = new ConnectionQuality({
      media: () => this.current,
      reception: this.reception,
      screen: parts.own.screen,
      tell: (quality) => parts.signaling.request('participant:setQuality', { quality }),
      cannotShow: (codec) => parts.signaling.request('media:cannotShow', { codec }),
    });
  }

  /** What is here is about to be given up for what `begin` is given. */
  expect(): void {
    this.#awaited = true;
  }

  /** Everything that is heard and seen of others. */
  get tracks(): RemoteTrack[] {
    return [...(this.#overlap?.tracks ?? []), ...(this.current?.receive.tracks.values() ?? [])];
  }

  /** Whether there is something to go on with after the connection to the server was lost. */
  get alive(): boolean {
    return this.current !== null && !this.current.closed && !this.current.broken;
  }

  /** What is said on the way back of what there is: whether to go on with it, and with which transports. */
  kept(keepMedia: boolean): Pick<RequestInput<'room:join'>, 'keepMedia' | 'transportIds'> {
    return { keepMedia, ...(keepMedia && { transportIds: this.current?.transportIds }) };
  }

  /**
   * New transports with the same tracks. With `overlap`, what was heard before is heard until this is: see
   * `overlapped`.
   */
  async begin(device: Device, media: JoinedMedia, overlap = false): Promise<void> {
    const before = this.current;
    const fresh = new MediaClient(this.#parts.signaling, device, () => this.#allowed());
    this.current = fresh;
    this.#awaited = false;
    this.#leaving = false;
    if (media.sendTransport) fresh.send.open(media.sendTransport);
    this.#overlap?.close();
    this.#overlap = before && overlap ? new Overlap(before, fresh) : null;
    if (!overlap) before?.close();
    this.quality.begin();
    // Others wait for our voice as we do for theirs: neither waits for the other.
    await Promise.all([this.#receive(fresh, media), this.#parts.own.sendOver(fresh.send)]);
  }

  /** Resolves when nothing of the transports of before is needed any more. */
  async overlapped(): Promise<void> {
    const overlap = this.#overlap;
    await overlap?.end();
    if (this.#overlap === overlap) this.#overlap = null;
  }

  /** Transports and tracks of before live on: takes away what is gone. Where the path is lost, the ladder finds one. */
  goOn({ people, sounds }: Pick<RoomState, 'people' | 'sounds'>): void {
    this.#awaited = false;
    this.#leaving = false;
    this.consume(sounds);
    const present = new Set(people.flatMap(({ producers }) => producers.map(({ id }) => id)));
    for (const id of this.current?.receive.tracks.keys() ?? []) if (!present.has(id)) this.#drop(id);
    // What was told while the line was lost may not have arrived.
    if (this.current) this.reception.use(this.current.receive);
  }

  /**
   * What to make of an error on the way back. The room took us in: that a track is gone, a worker died or the browser
   * gave a transport up is no word of the room's, and is tried again, with other transports unless just the line was
   * lost once more.
   */
  brokenOff(error: unknown): RequestError {
    const refusal = RequestError.of(error);
    if (refusal === error && refusal.code === 'unreachable') return refusal;
    this.current?.close();
    return new RequestError('unreachable', 'The media broke off on the way back.', refusal.retryAfterMs);
  }

  /** Gives up all transports, and begins anew with the same tracks. */
  renew(): Promise<void> {
    this.#renewing ??= this.#renew(false).finally(() => {
      this.#renewing = null;
    });
    return this.#renewing;
  }

  /** The media of the room is elsewhere. Within this time one is to come over, and hears on meanwhile; undefined: at once. */
  async move(withinMs: number | undefined): Promise<void> {
    if (withinMs === undefined || this.#renewing !== null) return await this.renew();
    this.expect();
    this.#leaving = true;
    const { current } = this;
    // Whoever is heard is waited for by others.
    const waitMs = this.#parts.own.sends ? 0 : Math.random() * withinMs;
    await new Promise((resolve) => setTimeout(resolve, waitMs));
    if (this.current !== current || this.#closed || this.#renewing !== null) return;
    this.#renewing = this.#renew(true).finally(() => {
      this.#renewing = null;
      this.#leaving = false;
    });
    await this.#renewing;
    await this.overlapped();
  }

  /**
   * Asks for sounds; what the line loses on the way is asked for again on the way back. While new transports are made
   * the old ones are not to be asked for anything: with the new ones all is asked for that was told by then.
   */
  consume(ids: readonly ProducerId[]): void {
    if (!this.#awaited) this.#consume(ids).catch(() => {});
  }

  /**
   * What there is to see of somebody's camera or screen, given what they send: the newest, or while that is sent anew
   * the one before, until the other has begun.
   */
  pictureOf(producers: readonly ProducerInfo[], source: Source): MediaStream | undefined {
    const receive = this.current?.receive;
    const ids = producers.flatMap((producer) => (producer.source === source ? producer.id : [])).toReversed();
    const tracks = ids.flatMap((id) => receive?.tracks.get(id) ?? []);
    return (tracks.find(({ producerId }) => receive?.begun.has(producerId)) ?? tracks[0])?.stream;
  }

  /** What a notification asks of what is sent and received; `selfId` is us. */
  hear({ name, payload }: Heard, selfId: ParticipantId | undefined): void {
    switch (name) {
      case 'media:producerAdded':
        // Sound is for everybody; pictures are asked for by the tiles that show them.
        if (payload.participantId !== selfId && kindOf(payload.producer.source) === 'audio')
          this.consume([payload.producer.id]);
        break;
      case 'media:producerRemoved':
        this.#drop(payload.producerId);
        break;
      case 'media:receptionLost':
        if (this.#awaited) this.#lostMeanwhile = true;
        else void this.#receiveAgain();
        break;
      case 'media:codecsChanged':
        void this.current?.send.agree();
        break;
      case 'room:participantLeft':
        this.current?.receive.dropAllOf(payload.id);
        break;
    }
  }

  close(): void {
    this.#closed = true;
    this.reception.close();
    this.quality.close();
    this.#overlap?.close();
    this.current?.close();
  }

  /** What pictures may be sent in: everybody can show it, and it is not too much for this machine. */
  #allowed(): VideoCodec[] {
    return this.#parts.shown().filter((codec) => !this.quality.tooMuch(codec));
  }

  #drop(id: ProducerId): void {
    if (!this.#leaving) this.current?.receive.drop(id);
  }

  async #receive(fresh: MediaClient, media: JoinedMedia): Promise<void> {
    const opened = fresh.open(media.receiveTransport, media.consumers);
    // Told while the answer was under way.
    const came = new Set(media.consumers.map(({ producerId }) => producerId));
    if (this.current === fresh) this.consume(this.#parts.sounds().filter((id) => !came.has(id)));
    await opened;
    if (this.current !== fresh || this.#closed) return;
    this.reception.use(fresh.receive);
    if (!this.#lostMeanwhile) return;
    this.#lostMeanwhile = false;
    await this.#receiveAgain();
  }

  async #consume(ids: readonly ProducerId[]): Promise<void> {
    const { current } = this;
    await current?.receive.consume(ids);
    // The answer that told of that transport was lost with the line.
    if (this.current === current && current?.receive.isCutOff) await this.renew();
  }

  /** What was received over is gone, with a worker of the server; what is sent goes on. */
  async #receiveAgain(): Promise<void> {
    const { current } = this;
    if (!current) return;
    current.receive.lose();
    try {
      await current.receive.consume(this.#parts.sounds());
      // The server knows of one that is not here: it was not that one that was lost.
      if (current.receive.isCutOff) throw new Error('What arrives has no transport here.');
      if (this.current === current && !this.#closed) this.reception.use(current.receive);
    } catch {
      // The line or the server failed meanwhile: with new transports for everything it is tried until it succeeds.
      if (this.current === current && !this.#closed) await this.renew().catch(() => {});
    }
  }

  async #renew(overlap: boolean): Promise<void> {
    const { signaling, device } = this.#parts;
    const loaded = await device();
    if (!loaded) return;
    this.expect();
    const asked = signaling.request('media:renew', { sends: this.#parts.own.sends });
    const media = await asked.finally(() => {
      this.#awaited = false;
    });
    if (!this.#closed) await this.begin(loaded, media, overlap);
  }
}
