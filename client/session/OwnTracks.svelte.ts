import type { Source } from '../../protocol/sources.ts';
import type { LocalMedia } from './LocalMedia.svelte.ts';
import { MicrophoneMeter } from './MicrophoneMeter.ts';
import { OwnScreen } from './OwnScreen.svelte.ts';
import type { SendTransport } from './SendTransport.ts';

export type MicrophoneState = 'off' | 'muted' | 'on';

/** A device that was unplugged or taken away, and what took its place. */
export interface LostDevice {
  readonly source: 'microphone' | 'camera';
  /** The name of the device in use now; null: none. */
  readonly replacement: string | null;
}

/** What this person sends: microphone, camera, screen. Tracks outlive the transports they are sent over. */
export class OwnTracks {
  microphone = $state<MicrophoneState>('off');
  camera = $state.raw<MediaStream | null>(null);
  readonly screen = new OwnScreen();
  /** The last device that was lost. */
  lost = $state.raw<LostDevice | null>(null);
  readonly #local: LocalMedia;
  readonly #meter = new MicrophoneMeter();
  readonly #tracks = new Map<Source, MediaStreamTrack>();
  #media: SendTransport | null = null;
  /** The last word about the microphone: what was asked for earlier never opens it against that. */
  #wanted = false;
  #turn = Promise.resolve();

  constructor(local: LocalMedia) {
    this.#local = local;
  }

  get level(): number {
    return this.microphone === 'on' ? this.#meter.amplitude : 0;
  }

  /**
   * Sends over these transports from now on, whatever was sent before, exactly as muted as it was: no way back
   * into a room ever opens a microphone.
   */
  async sendOver(media: SendTransport): Promise<void> {
    this.#media = media;
    for (const source of [...this.#tracks.keys()]) await this.#inTurn(() => this.#send(media, source));
    await this.screen.sendOver(media);
  }

  /**
   * Back with the same transports: muted by either side while the line was down is muted, and what could not be
   * sent is sent.
   */
  async goOn(pausedThere: boolean): Promise<void> {
    const media = this.#media;
    if (!media) return;
    if (media.sends('microphone')) {
      if (pausedThere) this.hush();
      else if (this.microphone !== 'on') await media.setPaused('microphone', true);
    }
    for (const source of this.#tracks.keys()) {
      if (!media.sends(source)) await this.#inTurn(() => this.#send(media, source));
    }
    await this.screen.sendOver(media);
  }

  /** Rejects with a `DeviceProblem` or a `RequestError`; the state says what is true afterwards. */
  async setMicrophone(on: boolean): Promise<void> {
    this.#require();
    this.#wanted = on;
    // Silent at once, whatever else is still under way.
    if (!on) this.#silence();
    await this.#inTurn(() => this.#settleMicrophone());
  }

  async setCamera(on: boolean): Promise<void> {
    this.#require();
    if (!on) return await this.#end('camera');
    const track = await this.#local.openCamera();
    const media = this.#keep('camera', track);
    if (!media) return;
    this.camera = new MediaStream([track]);
    await this.#produceOrEnd(media, 'camera', track);
  }

  /** Another microphone or camera was chosen: it takes the place of the one in use. */
  async switchDevice(source: 'microphone' | 'camera'): Promise<void> {
    const before = this.#tracks.get(source);
    if (!before) return;
    const track = await (source === 'microphone' ? this.#local.openMicrophone() : this.#local.openCamera());
    if (this.#tracks.get(source) !== before || !this.#keep(source, track)) {
      track.stop();
      return;
    }
    if (source === 'microphone') {
      track.enabled = before.enabled;
      this.#meter.measure(track);
    } else {
      this.camera = new MediaStream([track]);
    }
    // Not while the one before is just being sent: it would go out after this one took its place.
    await this.#inTurn(async () => this.#media?.replaceTrack(source, track));
  }

  /** A host muted us. */
  hush(): void {
    this.#wanted = false;
    this.#silence();
  }

  /** Ends every track; lights on devices go out. */
  close(): void {
    for (const track of this.#tracks.values()) track.stop();
    this.#tracks.clear();
    this.#wanted = false;
    this.#meter.close();
    this.microphone = 'off';
    this.camera = null;
    this.screen.close();
    this.#media = null;
  }

  #require(): void {
    if (!this.#media) throw new Error('There is no media connection.');
  }

  #silence(): void {
    if (this.microphone === 'on') this.microphone = 'muted';
    this.#media?.hush('microphone');
  }

  /** One after the other: opening and closing that overtake each other end with nobody knowing which it is. */
  #inTurn(work: () => Promise<void>): Promise<void> {
    const turn = this.#turn.then(work);
    this.#turn = turn.catch(() => {});
    return turn;
  }

  /** Makes the microphone what was last wanted. */
  async #settleMicrophone(): Promise<void> {
    if (!this.#wanted) {
      await this.#media?.setPaused('microphone', true);
      return;
    }
    try {
      const track = this.#tracks.get('microphone') ?? (await this.#openMicrophone());
      const media = this.#media;
      if (!track || !media) return;
      if (media.sends('microphone')) await media.setPaused('microphone', false);
      else if (await media.produce('microphone', track)) {
        // A host muted us meanwhile: but here somebody pressed the button.
        if (this.#wanted) await media.setPaused('microphone', false);
      }
      if (!this.#tracks.has('microphone')) return;
      // Over other transports, made meanwhile, it begins muted.
      if (this.#media !== media) this.#wanted = false;
      this.microphone = this.#wanted ? 'on' : 'muted';
      // Muted while it was opened.
      if (!this.#wanted) await media.setPaused('microphone', true);
    } catch (error) {
      this.hush();
      if (this.microphone === 'off') this.#forget('microphone');
      throw error;
    }
  }

  async #openMicrophone(): Promise<MediaStreamTrack | undefined> {
    const track = await this.#local.openMicrophone();
    if (!this.#wanted) {
      track.stop();
      return undefined;
    }
    if (!this.#keep('microphone', track)) return undefined;
    this.#meter.measure(track);
    return track;
  }

  /** Sends what there is of a source by now: it may have ended, or been replaced, while others were sent. */
  async #send(media: SendTransport, source: Source): Promise<void> {
    const track = this.#tracks.get(source);
    if (!track || this.#media !== media || media.sends(source)) return;
    const muted = source === 'microphone' && this.microphone !== 'on';
    const paused = await media.produce(source, track, muted);
    if (source === 'microphone' && paused) this.hush();
    // Muted while the transport was made.
    if (source === 'microphone' && !muted && this.microphone !== 'on') await media.setPaused(source, true);
  }

  /** Takes a track in, with the transports it goes over; one that comes after the end is stopped. */
  #keep(source: Source, track: MediaStreamTrack): SendTransport | null {
    if (!this.#media) {
      track.stop();
      return null;
    }
    this.#tracks.get(source)?.stop();
    this.#tracks.set(source, track);
    // Unplugged, taken away, or stopped by the browser's own button: never by us, whose `stop()` tells nobody.
    track.addEventListener('ended', () => {
      if (this.#tracks.get(source) === track) void this.#lose(source);
    });
    return this.#media;
  }

  /** Goes on with another device where there is one; a microphone stays as muted as it was. */
  async #lose(source: Source): Promise<void> {
    if (source === 'microphone' || source === 'camera') {
      try {
        await this.switchDevice(source);
        this.lost = { source, replacement: this.#tracks.get(source)?.label ?? '' };
        return;
      } catch {
        this.lost = { source, replacement: null };
      }
    }
    // Without a connection the server learns it when we come back.
    await this.#end(source).catch(() => {});
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
    if (source === 'microphone') {
      this.microphone = 'off';
      this.#meter.close();
    }
    if (source === 'camera') this.camera = null;
  }
}
