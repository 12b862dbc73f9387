import type { ProducerInfo } from '../../protocol/media.ts';
import type { StoppedSource } from '../../protocol/moderation.ts';
import type { Source } from '../../protocol/sources.ts';
import type { LocalMedia } from './LocalMedia.svelte.ts';
import { type MicrophoneState, OwnMicrophone } from './OwnMicrophone.svelte.ts';
import { OwnScreen } from './OwnScreen.svelte.ts';
import type { SendTransport } from './SendTransport.ts';

/** A device that was unplugged or taken away, and what took its place. */
export interface LostDevice {
  readonly source: 'microphone' | 'camera';
  /** Which one it was. */
  readonly deviceId: string;
  /** The name of the device in use now; null: none. */
  readonly replacement: string | null;
}

/**
 * What this person sends: microphone, camera, screen. Tracks outlive the transports they are sent over, and may be
 * there before them: then they are tried out.
 */
export class OwnTracks {
  readonly voice: OwnMicrophone;
  camera = $state.raw<MediaStream | null>(null);
  readonly screen = new OwnScreen();
  /** The host who turned the camera off, until it is turned on again. */
  cameraStoppedBy = $state<string | null>(null);
  /** The last device that was lost. */
  lost = $state.raw<LostDevice | null>(null);
  readonly #local: LocalMedia;
  /** Beside the microphone. */
  readonly #tracks = new Map<Source, MediaStreamTrack>();
  #media: SendTransport | null = null;
  #closed = false;
  #turn = Promise.resolve();

  constructor(local: LocalMedia) {
    this.#local = local;
    this.voice = new OwnMicrophone(local, (before) => void this.#lose('microphone', before));
  }

  get microphone(): MicrophoneState {
    return this.voice.state;
  }

  /** Whether there is something to send as soon as there is a way, muted or not. */
  get sends(): boolean {
    return this.microphone !== 'off' || this.#tracks.size > 0 || this.screen.share !== null;
  }

  get level(): number {
    return this.voice.level;
  }

  /**
   * Sends over these transports from now on, whatever was sent before, exactly as muted as it was: no way back
   * into a room ever opens a microphone.
   */
  async sendOver(media: SendTransport): Promise<void> {
    this.#media = media;
    await this.voice.sendOver(media);
    for (const source of [...this.#tracks.keys()]) await this.#inTurn(() => this.#send(media, source));
    await this.screen.sendOver(media);
  }

  /**
   * Back with the same transports: muted by either side while the line was down is muted, what could not be sent is
   * sent, and what was ended is ended. `there` is what the server has of us.
   */
  async goOn(there: readonly ProducerInfo[]): Promise<void> {
    const media = this.#media;
    if (!media) return;
    media.reconcile(there.map(({ id }) => id));
    await this.voice.goOn(there.find(({ source }) => source === 'microphone')?.paused ?? true);
    for (const source of this.#tracks.keys()) {
      if (!media.sends(source)) await this.#inTurn(() => this.#send(media, source));
    }
    await this.screen.sendOver(media);
  }

  /** Rejects with a `DeviceProblem` or a `RequestError`; the state says what is true afterwards. */
  async setMicrophone(on: boolean): Promise<void> {
    this.#requireOpen();
    await this.voice.set(on);
  }

  async setCamera(on: boolean): Promise<void> {
    this.#requireOpen();
    if (!on) return await this.#end('camera');
    const track = await this.#local.openCamera();
    if (!this.#keep('camera', track)) return;
    this.camera = new MediaStream([track]);
    this.cameraStoppedBy = null;
    if (this.#media) await this.#produceOrEnd(this.#media, 'camera', track);
  }

  /** Another microphone or camera was chosen: it takes the place of the one in use. */
  async switchDevice(source: 'microphone' | 'camera'): Promise<void> {
    if (source === 'microphone') return await this.voice.switchDevice();
    const before = this.#tracks.get(source);
    if (!before) return;
    const track = await this.#local.openCamera();
    if (this.#tracks.get(source) !== before || !this.#keep(source, track)) {
      track.stop();
      return;
    }
    this.camera = new MediaStream([track]);
    // Not while the one before is just being sent: it would go out after this one took its place.
    await this.#inTurn(async () => this.#media?.replaceTrack(source, track));
  }

  /** A host muted us. */
  hush(): void {
    this.voice.hush();
  }

  /** A host ended what we show: it ends here too, and is not sent anew by any way back. */
  endByHost({ source, by }: StoppedSource): void {
    if (source === 'screen') this.screen.endByHost(by);
    if (source !== 'camera' || !this.camera) return;
    this.cameraStoppedBy = by;
    // At the server it has ended already.
    this.#end('camera').catch(() => {});
  }

  /** Ends everything that is sent, here in any case; what is opened later is sent again. */
  endAll(): void {
    // Also what the browser is just being asked for.
    this.voice.hush();
    if (!this.sends) return;
    // At the server it has ended already.
    for (const ending of [this.voice.end(), this.#end('camera'), this.screen.stop()]) ending.catch(() => {});
  }

  /** Ends every track; lights on devices go out. */
  close(): void {
    for (const track of this.#tracks.values()) track.stop();
    this.#tracks.clear();
    this.voice.close();
    this.camera = null;
    this.screen.close();
    this.#media = null;
    this.#closed = true;
  }

  #requireOpen(): void {
    if (this.#closed) throw new Error('The call is over.');
  }

  /** One after the other: opening and closing that overtake each other end with nobody knowing which it is. */
  #inTurn(work: () => Promise<void>): Promise<void> {
    const turn = this.#turn.then(work);
    this.#turn = turn.catch(() => {});
    return turn;
  }

  /** Sends what there is of a source by now: it may have ended, or been replaced, while others were sent. */
  async #send(media: SendTransport, source: Source): Promise<void> {
    const track = this.#tracks.get(source);
    if (!track || this.#media !== media || media.sends(source)) return;
    await media.produce(source, track);
  }

  /** Takes a track in; one that comes after the end is stopped. */
  #keep(source: Source, track: MediaStreamTrack): boolean {
    if (this.#closed) {
      track.stop();
      return false;
    }
    this.#tracks.get(source)?.stop();
    this.#tracks.set(source, track);
    // Unplugged, taken away, or stopped by the browser's own button: never by us, whose `stop()` tells nobody.
    track.addEventListener('ended', () => {
      if (this.#tracks.get(source) === track) void this.#lose(source, track);
    });
    return true;
  }

  /** Goes on with another device where there is one; a microphone stays as muted as it was. */
  async #lose(source: Source, before: MediaStreamTrack): Promise<void> {
    if (source === 'microphone' || source === 'camera') {
      const { backdrop } = this.#local;
      const deviceId = backdrop.deviceOf(before).getSettings().deviceId ?? '';
      try {
        await this.switchDevice(source);
        const now = source === 'microphone' ? this.voice.device : this.#tracks.get(source);
        this.lost = { source, deviceId, replacement: now ? backdrop.deviceOf(now).label : '' };
        return;
      } catch {
        this.lost = { source, deviceId, replacement: null };
      }
    }
    // Without a connection the server learns it when we come back.
    await (source === 'microphone' ? this.voice.end() : this.#end(source)).catch(() => {});
  }

  async #produceOrEnd(media: SendTransport, source: Source, track: MediaStreamTrack): Promise<void> {
    try {
      await media.produce(source, track);
    } catch (error) {
      this.#forget(source);
      throw error;
    }
  }

  async #end(source: Source): Promise<void> {
    this.#forget(source);
    await this.#media?.stop(source);
  }

  #forget(source: Source): void {
    this.#tracks.get(source)?.stop();
    this.#tracks.delete(source);
    if (source === 'camera') this.camera = null;
  }
}
