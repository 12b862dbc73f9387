import type { Device, types } from 'mediasoup-client';
import { codecsIn, type VideoCodec } from '../../protocol/codecs.ts';
import type { ProducerId } from '../../protocol/ids.ts';
import type { RtpCapabilities, RtpParameters, TransportInfo } from '../../protocol/rtp.ts';
import type { Source } from '../../protocol/sources.ts';
import { findEncoders } from './encoders.ts';
import { codecFor } from './pictureCodec.ts';
import { type Options, optionsFor } from './producerOptions.ts';
import type { SignalingClient } from './SignalingClient.ts';
import { connectTransport, toOptions } from './transports.ts';

/** What the server is asked with a track. */
interface Asked {
  readonly source: Source;
  /** Also set by the answer: a host may have muted us meanwhile. */
  paused: boolean;
  readonly replaces?: ProducerId;
}

/** How long what is sent anew flows beside what it takes the place of: until others have got the other one. */
const overlapMs = 2_500;

/** What is sent in one stay in a room. The tracks themselves belong to whoever opened them, and outlive it. */
export class SendTransport {
  readonly #signaling: SignalingClient;
  readonly #device: Device;
  readonly #allowed: () => readonly VideoCodec[];
  readonly #producers = new Map<Source, types.Producer>();
  /** Sent anew, and flowing for a moment longer. */
  readonly #going = new Map<types.Producer, ReturnType<typeof setTimeout>>();
  readonly #replacing = new Set<types.Producer>();
  // The promise and not the transport: microphone and camera may be opened at the same moment.
  #opening: Promise<types.Transport> | null = null;
  #transport: types.Transport | null = null;
  #closed = false;

  /** `allowed`: the codecs of pictures, beside VP8, that may be sent by now: everybody there can show them. */
  constructor(signaling: SignalingClient, device: Device, allowed: () => readonly VideoCodec[] = () => []) {
    this.#signaling = signaling;
    this.#device = device;
    this.#allowed = allowed;
  }

  /** mediasoup's end in this browser; null before the first track. */
  get transport(): types.Transport | null {
    return this.#transport;
  }

  /** Takes the transport that came with the way in: it need not be asked for. */
  open(info: TransportInfo): void {
    this.#opening ??= Promise.resolve(this.#begin(info));
  }

  /** Sends a track. Says whether it is paused: it also is when a host muted us meanwhile. */
  async produce(
    source: Source,
    track: MediaStreamTrack,
    paused = false,
    options?: Options,
  ): Promise<boolean> {
    const asked: Asked = { source, paused };
    this.#keep(source, await this.#send(asked, track, options));
    // Somebody may have come meanwhile who cannot show it.
    void this.agree();
    return asked.paused;
  }

  /** Everything that is sent, muted or not. */
  get producers(): ReadonlyMap<Source, types.Producer> {
    return this.#producers;
  }

  sends(source: Source): boolean {
    return this.#producers.has(source);
  }

  /** Sends anew what may not be sent in its codec any more. What fails on the way is found as it is by the next call. */
  async agree(): Promise<void> {
    const allowed: readonly VideoCodec[] = ['VP8', ...this.#allowed()];
    const others = [...this.#producers].filter(
      ([, { rtpParameters }]) =>
        !codecsIn(rtpParameters as RtpParameters).every((it) => allowed.includes(it)),
    );
    await Promise.allSettled(others.map(([source, producer]) => this.#sendAnew(source, producer)));
  }

  /** Mutes at once in the browser, then at the server, which forwards nothing from then on. */
  async setPaused(source: Source, paused: boolean): Promise<void> {
    const producer = this.#producers.get(source);
    if (!producer) return;
    if (paused) producer.pause();
    await this.#signaling.request('media:setPaused', { producerId: producer.id as ProducerId, paused });
    if (!paused) producer.resume();
  }

  /** The server, or somebody with the right to, muted us: no packet leaves the browser either. */
  hush(source: Source): void {
    this.#producers.get(source)?.pause();
  }

  async replaceTrack(source: Source, track: MediaStreamTrack): Promise<void> {
    await this.#producers.get(source)?.replaceTrack({ track });
  }

  /** Changes how a source is sent, without a new negotiation; `change` says whether there is anything to change. */
  async adjust(source: Source, change: (encodings: RTCRtpEncodingParameters[]) => boolean): Promise<void> {
    const sender = this.#producers.get(source)?.rtpSender;
    if (!sender) return;
    const parameters = sender.getParameters();
    if (change(parameters.encodings)) await sender.setParameters(parameters);
  }

  async stop(source: Source): Promise<void> {
    for (const going of [...this.#going.keys()]) if (going.appData.source === source) this.#letGo(going);
    const producer = this.#producers.get(source);
    if (!producer) return;
    producer.close();
    await this.#signaling.request('media:closeProducer', { producerId: producer.id as ProducerId });
  }

  /**
   * Back over another line: what only one end knows of, because the word of it was lost on the way, ends there too.
   * `there` is what the server has of us.
   */
  reconcile(there: readonly ProducerId[]): void {
    const here = [...this.#producers.values()];
    for (const producer of here) if (!there.includes(producer.id as ProducerId)) producer.close();
    for (const producerId of there) {
      if (here.some(({ id }) => id === producerId)) continue;
      // Where this is lost as well, the next way back looks again.
      this.#signaling.request('media:closeProducer', { producerId }).catch(() => {});
    }
  }

  close(): void {
    this.#closed = true;
    for (const timer of this.#going.values()) clearTimeout(timer);
    this.#transport?.close();
  }

  async #send(asked: Asked, track: MediaStreamTrack, options?: Options): Promise<types.Producer> {
    const transport = await this.#open();
    const { source } = asked;
    const isPicture = source === 'camera' || source === 'screen';
    const name = isPicture ? codecFor(source, this.#sendable(), await findEncoders()) : null;
    const codec = this.#device.sendRtpCapabilities.codecs?.find(
      ({ mimeType }) => mimeType.toLowerCase() === `video/${name}`.toLowerCase(),
    );
    const producer = await transport.produce({
      track,
      ...(options ?? optionsFor(source, name)),
      ...(codec && { codec }),
      appData: asked as object as types.AppData,
      // Ending the track is left to whoever opened it: it is needed again when transports have to be made anew.
      stopTracks: false,
    });
    if (asked.paused) producer.pause();
    return producer;
  }

  /** What is allowed, and this browser and the router agree to send. */
  #sendable(): VideoCodec[] {
    const sent = codecsIn(this.#device.sendRtpCapabilities as RtpCapabilities);
    return this.#allowed().filter((codec) => sent.includes(codec));
  }

  #keep(source: Source, producer: types.Producer): void {
    this.#producers.set(source, producer);
    producer.observer.once('close', () => {
      if (this.#producers.get(source) === producer) this.#producers.delete(source);
    });
  }

  /** The other one comes before this one goes, so that nobody looks at nothing in between. */
  async #sendAnew(source: Source, before: types.Producer): Promise<void> {
    const { track } = before;
    if (!track || this.#replacing.has(before)) return;
    this.#replacing.add(before);
    try {
      const asked = { source, paused: before.paused, replaces: before.id as ProducerId };
      const after = await this.#send(asked, track);
      // Stopped, or begun anew, while the server worked.
      if (this.#producers.get(source) !== before) return this.#letGo(after);
      if (before.track && before.track !== track) await after.replaceTrack({ track: before.track });
      this.#keep(source, after);
      this.#going.set(
        before,
        setTimeout(() => this.#letGo(before), overlapMs),
      );
    } finally {
      this.#replacing.delete(before);
    }
  }

  #letGo(producer: types.Producer): void {
    clearTimeout(this.#going.get(producer));
    this.#going.delete(producer);
    producer.close();
    // Where the line is lost, the way back ends it.
    this.#signaling.request('media:closeProducer', { producerId: producer.id as ProducerId }).catch(() => {});
  }

  #open(): Promise<types.Transport> {
    this.#opening ??= this.#create().catch((error: unknown) => {
      this.#opening = null;
      throw error;
    });
    return this.#opening;
  }

  async #create(): Promise<types.Transport> {
    return this.#begin(await this.#signaling.request('media:createSendTransport', {}));
  }

  #begin(info: TransportInfo): types.Transport {
    const transport = this.#device.createSendTransport(toOptions(info));
    connectTransport(transport, this.#signaling);
    transport.on('produce', ({ rtpParameters: parameters, appData }, done, failed) => {
      const asked = appData as object as Asked;
      // mediasoup-client also describes what no browser of today sends; the server's schema knows the rest.
      const rtpParameters = parameters as RtpParameters;
      this.#signaling
        .request('media:produce', { transportId: info.id, rtpParameters, ...asked })
        .then((made) => {
          asked.paused = made.paused;
          done(made);
        }, failed);
    });
    this.#transport = transport;
    if (this.#closed) transport.close();
    return transport;
  }
}
