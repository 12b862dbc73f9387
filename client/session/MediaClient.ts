import type { Device, types } from 'mediasoup-client';
import type { VideoCodec } from '../../protocol/codecs.ts';
import type { TransportId } from '../../protocol/ids.ts';
import type { ConsumerInfo } from '../../protocol/media.ts';
import type { TransportInfo } from '../../protocol/rtp.ts';
import { ReceiveTransport } from './ReceiveTransport.ts';
import { RequestError } from './RequestError.ts';
import { SendTransport } from './SendTransport.ts';
import type { SignalingClient } from './SignalingClient.ts';

/** A network path, as the browser counts it (W3C webrtc-stats). */
interface PathFacts {
  /** How many of the browser's checks of it were answered. */
  readonly answers: number;
  readonly overTcp: boolean;
}

/** The media of one stay in a room: a transport for each direction, and the path they share. */
export class MediaClient {
  readonly receive: ReceiveTransport;
  readonly send: SendTransport;
  readonly #signaling: SignalingClient;
  #refused = false;
  #closed = false;

  constructor(signaling: SignalingClient, device: Device, allowed: () => readonly VideoCodec[]) {
    this.#signaling = signaling;
    this.receive = new ReceiveTransport(signaling, device);
    this.send = new SendTransport(signaling, device, allowed);
  }

  /** Begins to receive with what came in the answer to joining. */
  async open(receiveTransport: TransportInfo | null, consumers: readonly ConsumerInfo[]): Promise<void> {
    if (receiveTransport) await this.receive.open(receiveTransport, consumers);
  }

  get closed(): boolean {
    return this.#closed;
  }

  /** Whether a transport is over for good: another path for it does not help, another transport does. */
  get broken(): boolean {
    if (this.#closed) return false;
    const over = ({ closed, connectionState }: types.Transport) => closed || connectionState === 'closed';
    return this.#refused || this.#transports.some(over);
  }

  /** What the server has to have for all to go on: what nobody has used it closes, and makes anew when it is wanted. */
  get transportIds(): TransportId[] {
    return this.#used.map(({ id }) => id as TransportId);
  }

  /** Whether the browser says itself that a path is lost, which takes it seven seconds or more. */
  get pathLost(): boolean {
    return this.#used.some(({ connectionState: state }) => state === 'disconnected' || state === 'failed');
  }

  /**
   * Finds a new network path. After a change of network nothing else does, and browsers take seconds to notice
   * that the old one is dead; where it is alive, the new one is found without a gap.
   */
  async restartIce(): Promise<void> {
    await Promise.all(
      this.#used.map(async (transport) => {
        const transportId = transport.id as TransportId;
        const iceParameters = await this.#signaling.request('media:restartIce', { transportId });
        if (!transport.closed) await transport.restartIce({ iceParameters });
      }),
    ).catch((error: unknown) => {
      // The server has no such transport any more.
      if (error instanceof RequestError && error.code === 'not_found') this.#refused = true;
      throw error;
    });
  }

  /** What the browser counts, for each direction that is in use. */
  async reports(): Promise<{ sent: RTCStatsReport | null; received: RTCStatsReport | null }> {
    const used = new Set(this.#used);
    const ask = async (transport: types.Transport | null) =>
      transport && used.has(transport) ? await transport.getStats() : null;
    const [sent, received] = await Promise.all([ask(this.send.transport), ask(this.receive.transport)]);
    return { sent, received };
  }

  /** For each transport in use, what the browser says of its path. */
  async paths(): Promise<Map<string, PathFacts>> {
    const paths = new Map<string, PathFacts>();
    await Promise.all(
      this.#used.map(async (transport) => {
        paths.set(transport.id, pathIn(await transport.getStats()));
      }),
    );
    return paths;
  }

  close(): void {
    this.#closed = true;
    this.receive.close();
    this.send.close();
  }

  /** Those that were connected once; before that there is nothing to find a way for. */
  get #used(): types.Transport[] {
    return this.#transports.filter(({ closed, connectionState }) => !closed && connectionState !== 'new');
  }

  get #transports(): types.Transport[] {
    return [this.receive.transport, this.send.transport].filter((transport) => transport !== null);
  }
}

function pathIn(reports: RTCStatsReport): PathFacts {
  let answers = 0;
  let overTcp = false;
  for (const report of reports.values()) {
    if (report.type === 'candidate-pair' && report.nominated) answers += Number(report.responsesReceived);
    if (report.type !== 'transport') continue;
    const pair = reports.get(report.selectedCandidatePairId);
    overTcp = reports.get(pair?.remoteCandidateId)?.protocol === 'tcp';
  }
  return { answers, overTcp };
}
