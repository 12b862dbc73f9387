import type { Device, types } from 'mediasoup-client';
import type { ProducerId } from '../../protocol/ids.ts';
import type { RtpParameters } from '../../protocol/rtp.ts';
import type { Source } from '../../protocol/sources.ts';
import { type Options, producerOptions } from './producerOptions.ts';
import type { SignalingClient } from './SignalingClient.ts';
import { connectTransport, toOptions } from './transports.ts';

/** What is sent in one stay in a room. The tracks themselves belong to whoever opened them, and outlive it. */
export class SendTransport {
  readonly #signaling: SignalingClient;
  readonly #device: Device;
  readonly #producers = new Map<Source, types.Producer>();
  // The promise and not the transport: microphone and camera may be opened at the same moment.
  #opening: Promise<types.Transport> | null = null;
  #transport: types.Transport | null = null;
  #closed = false;

  constructor(signaling: SignalingClient, device: Device) {
    this.#signaling = signaling;
    this.#device = device;
  }

  /** mediasoup's end in this browser; null before the first track. */
  get transport(): types.Transport | null {
    return this.#transport;
  }

  /** Sends a track. Says whether it is paused: it also is when a host muted us meanwhile. */
  async produce(
    source: Source,
    track: MediaStreamTrack,
    paused = false,
    options: Options = producerOptions[source],
  ): Promise<boolean> {
    const transport = await this.#open();
    const appData = { source, paused };
    const producer = await transport.produce({
      track,
      ...options,
      appData,
      // Ending the track is left to whoever opened it: it is needed again when transports have to be made anew.
      stopTracks: false,
    });
    if (appData.paused) producer.pause();
    this.#producers.set(source, producer);
    producer.observer.once('close', () => {
      if (this.#producers.get(source) === producer) this.#producers.delete(source);
    });
    return appData.paused;
  }

  /** Everything that is sent, muted or not. */
  get producers(): ReadonlyMap<Source, types.Producer> {
    return this.#producers;
  }

  sends(source: Source): boolean {
    return this.#producers.has(source);
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
    this.#transport?.close();
  }

  #open(): Promise<types.Transport> {
    this.#opening ??= this.#create().catch((error: unknown) => {
      this.#opening = null;
      throw error;
    });
    return this.#opening;
  }

  async #create(): Promise<types.Transport> {
    const info = await this.#signaling.request('media:createSendTransport', {});
    const transport = this.#device.createSendTransport(toOptions(info));
    connectTransport(transport, this.#signaling);
    transport.on('produce', ({ rtpParameters: parameters, appData }, done, failed) => {
      const asked = appData as { source: Source; paused: boolean };
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
