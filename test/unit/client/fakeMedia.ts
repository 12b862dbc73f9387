import { Device } from 'mediasoup-client';
import * as fakeParameters from 'mediasoup-client/fakeParameters';
import { FakeHandler } from 'mediasoup-client/handlers/FakeHandler';
import { DeviceProblem } from '../../../client/session/DeviceProblem.ts';
import { LocalMedia } from '../../../client/session/LocalMedia.svelte.ts';
import { RequestError } from '../../../client/session/RequestError.ts';
import { SendTransport } from '../../../client/session/SendTransport.ts';
import { SignalingClient } from '../../../client/session/SignalingClient.ts';
import type { Source } from '../../../protocol/sources.ts';

/** Answers that come when a test says so, the oldest first. */
export class Answers {
  readonly #waiting: { resolve: () => void; reject: (error: Error) => void; error: Error }[] = [];

  get count(): number {
    return this.#waiting.length;
  }

  next(error: Error): Promise<void> {
    return new Promise((resolve, reject) => this.#waiting.push({ resolve, reject, error }));
  }

  give(): void {
    this.#waiting.shift()?.resolve();
  }

  refuse(): void {
    const asked = this.#waiting.shift();
    asked?.reject(asked.error);
  }
}

/** A track of a device that is always at hand. */
export class FakeTrack extends EventTarget {
  readonly kind: string;
  readonly label = 'A device';
  enabled = true;
  readyState: MediaStreamTrackState = 'live';
  contentHint = '';

  constructor(kind: string) {
    super();
    this.kind = kind;
  }

  getSettings(): MediaTrackSettings {
    return {};
  }

  stop(): void {
    this.readyState = 'ended';
  }
}

/** Devices whose prompts are answered by the test. */
export class FakeLocalMedia extends LocalMedia {
  readonly tracks: MediaStreamTrack[] = [];
  /** What each microphone was asked for with. */
  readonly asked: MediaTrackConstraints[] = [];
  readonly #answers: Answers;

  constructor(answers: Answers) {
    super();
    this.#answers = answers;
  }

  override openMicrophone(): Promise<MediaStreamTrack> {
    this.asked.push(this.treatment.constraints);
    return this.#open('audio');
  }

  override openCamera(): Promise<MediaStreamTrack> {
    return this.#open('video');
  }

  async #open(kind: string): Promise<MediaStreamTrack> {
    await this.#answers.next(new DeviceProblem(kind === 'audio' ? 'microphone' : 'camera', 'denied'));
    const track = new FakeTrack(kind) as MediaStreamTrack;
    this.tracks.push(track);
    return track;
  }
}

interface Sent {
  readonly track: MediaStreamTrack;
  /** Packets leave the browser. */
  flowing: boolean;
  /** The server forwards none of them. */
  held: boolean;
}

/** Transports that lead nowhere, and know what the others would hear. */
export class FakeMedia extends SendTransport {
  readonly sent = new Map<Source, Sent>();
  /** A host muted us: whatever is sent begins held. */
  heldThere = false;
  readonly #answers: Answers;

  constructor(answers: Answers) {
    const device = new Device({ handlerFactory: FakeHandler.createFactory(fakeParameters) });
    super(new SignalingClient('http://127.0.0.1:9'), device);
    this.#answers = answers;
  }

  hears(source: Source): boolean {
    const sent = this.sent.get(source);
    return sent?.track.readyState === 'live' && sent.flowing && !sent.held;
  }

  override sends(source: Source): boolean {
    return this.sent.has(source);
  }

  override async produce(source: Source, track: MediaStreamTrack, paused = false): Promise<boolean> {
    if (this.sent.has(source)) throw new RequestError('conflict', `There is a ${source} track already.`);
    await this.#answer();
    const held = paused || this.heldThere;
    this.sent.set(source, { track, flowing: !held, held });
    return held;
  }

  override async setPaused(source: Source, paused: boolean): Promise<void> {
    const sent = this.sent.get(source);
    if (!sent) return;
    if (paused) sent.flowing = false;
    await this.#answer();
    sent.held = paused;
    if (!paused) sent.flowing = true;
  }

  override hush(source: Source): void {
    const sent = this.sent.get(source);
    if (sent) sent.flowing = false;
  }

  override async replaceTrack(source: Source, track: MediaStreamTrack): Promise<void> {
    const sent = this.sent.get(source);
    if (sent) this.sent.set(source, { ...sent, track });
  }

  override async stop(source: Source): Promise<void> {
    this.sent.delete(source);
  }

  override reconcile(): void {}

  override close(): void {
    this.sent.clear();
  }

  #answer(): Promise<void> {
    return this.#answers.next(new RequestError('unreachable', 'The line was lost.'));
  }
}
