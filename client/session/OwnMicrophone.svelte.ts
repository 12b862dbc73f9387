import type { MicrophoneChain } from '../audio/microphone/MicrophoneChain.ts';
import { openChain } from '../audio/microphone/openChain.ts';
import type { LocalMedia } from './LocalMedia.svelte.ts';
import { MicrophoneMeter } from './MicrophoneMeter.ts';
import { microphoneOptions } from './producerOptions.ts';
import type { SendTransport } from './SendTransport.ts';
import { type VoiceHint, VoiceHints } from './VoiceHints.ts';
import type { Treatment } from './VoiceTreatment.svelte.ts';

export type MicrophoneState = 'off' | 'muted' | 'on';

/**
 * The own microphone, and the promise that goes with it: muted is silent at once, and nothing but the last word of its
 * owner opens it. What is sent is made by a chain that outlives devices and transports; where there is none, the
 * device's own track is sent.
 */
export class OwnMicrophone {
  state = $state<MicrophoneState>('off');
  /** Nothing comes from an open microphone. */
  silent = $state(false);
  /** Told when there is something to say. */
  onhint: (hint: VoiceHint) => void = () => {};
  readonly #local: LocalMedia;
  readonly #lost: (before: MediaStreamTrack) => void;
  readonly #meter = new MicrophoneMeter();
  readonly #hints = new VoiceHints();
  #opening: Promise<MicrophoneChain | null> | null = null;
  #chain: MicrophoneChain | null = null;
  #device: MediaStreamTrack | null = null;
  #media: SendTransport | null = null;
  /** The last word about the microphone: what was asked for earlier never opens it against that. */
  #wanted = false;
  #turn = Promise.resolve();

  constructor(local: LocalMedia, lost: (before: MediaStreamTrack) => void) {
    this.#local = local;
    this.#lost = lost;
  }

  /** The device in use; null: none. */
  get device(): MediaStreamTrack | null {
    return this.#device;
  }

  /** What others hear while it is open. */
  get track(): MediaStreamTrack | null {
    return this.#device && (this.#chain?.track ?? this.#device);
  }

  /** The amplitude that others hear. */
  get level(): number {
    if (this.state !== 'on') return 0;
    return this.#chain ? this.#chain.levels.sent : this.#meter.amplitude;
  }

  /** The amplitude that the gate decides on, also while muted. */
  get voiceLevel(): number {
    if (!this.#device) return 0;
    return this.#chain ? this.#chain.levels.voice : this.#meter.amplitude;
  }

  /**
   * Sends over these transports from now on, exactly as muted as before. Until the first ones come it is only tried
   * out; whoever is muted by then sends nothing at all until it is opened.
   */
  async sendOver(media: SendTransport): Promise<void> {
    const first = this.#media === null;
    this.#media = media;
    if (first && this.state === 'muted') return;
    await this.#inTurn(() => this.#send(media));
  }

  /** Back with the same transports: muted by either side while the line was down is muted. */
  async goOn(pausedThere: boolean): Promise<void> {
    const media = this.#media;
    if (!media) return;
    if (media.sends('microphone')) {
      if (pausedThere) this.hush();
      else if (this.state !== 'on') await media.setPaused('microphone', true);
    } else await this.#inTurn(() => this.#send(media));
  }

  /** Rejects with a `DeviceProblem` or a `RequestError`; the state says what is true afterwards. */
  async set(on: boolean): Promise<void> {
    this.#wanted = on;
    // Silent at once, whatever else is still under way.
    if (!on) this.#silence();
    else this.#chain?.resume();
    await this.#inTurn(() => this.#settle());
  }

  /** A host muted us. */
  hush(): void {
    this.#wanted = false;
    this.#silence();
  }

  /** Another device was chosen: it takes the place of the one in use. */
  async switchDevice(): Promise<void> {
    const before = this.#device;
    const asked = this.#asked;
    if (!before) return;
    const device = await this.#local.openMicrophone();
    // Asked for otherwise meanwhile: then that one is on its way.
    if (this.#device !== before || this.#asked !== asked) {
      device.stop();
      return;
    }
    this.#take(device);
    if (this.#chain) return;
    device.enabled = before.enabled;
    // Not while the one before is just being sent: it would go out after this one took its place.
    await this.#inTurn(async () => this.#media?.replaceTrack('microphone', device));
  }

  /** Treats the voice otherwise from now on, as open or muted as it is. */
  async treat(change: Partial<Treatment>): Promise<void> {
    await this.#retreat(() => this.#local.treatment.change(change));
  }

  /** The room one is in plays music, or does not. */
  async follow(music: boolean): Promise<void> {
    await this.#retreat(() => this.#local.treatment.follow(music));
  }

  async #retreat(change: () => void): Promise<void> {
    const { treatment } = this.#local;
    const asked = this.#asked;
    const sent = JSON.stringify(microphoneOptions(treatment));
    change();
    if (this.#device && !this.#chain) this.#leaveNoiseToBrowser();
    this.#chain?.set(treatment.chain);
    if (this.#asked !== asked) await this.switchDevice();
    // How Opus encodes is agreed on when a track is sent first.
    if (JSON.stringify(microphoneOptions(treatment)) !== sent) await this.#inTurn(() => this.#sendAnew());
  }

  /** Lets the device go. */
  async end(): Promise<void> {
    this.#forget();
    // Not while it is just being sent: there would be nothing to stop yet.
    await this.#inTurn(async () => {
      if (!this.#device) await this.#media?.stop('microphone');
    });
  }

  close(): void {
    this.#forget();
    this.#wanted = false;
    this.#media = null;
    void this.#opening?.then((chain) => chain?.close());
    this.#opening = null;
    this.#chain = null;
  }

  /** What the browser is asked for, to be compared. */
  get #asked(): string {
    const { treatment, chosen } = this.#local;
    return JSON.stringify([treatment.constraints, chosen.audioinput]);
  }

  #silence(): void {
    if (this.state === 'on') this.state = 'muted';
    this.#media?.hush('microphone');
  }

  /** One after the other: opening and closing that overtake each other end with nobody knowing which it is. */
  #inTurn(work: () => Promise<void>): Promise<void> {
    const turn = this.#turn.then(work);
    this.#turn = turn.catch(() => {});
    return turn;
  }

  /** Makes the microphone what was last wanted. */
  async #settle(): Promise<void> {
    if (!this.#wanted) {
      await this.#media?.setPaused('microphone', true);
      return;
    }
    try {
      const track = this.track ?? (await this.#open());
      const media = this.#media;
      if (!track) return;
      if (!media) {
        this.state = 'on';
        return;
      }
      if (media.sends('microphone')) await media.setPaused('microphone', false);
      else {
        // Muting disabled it, and mediasoup-client sends a disabled track paused.
        track.enabled = true;
        const paused = await this.#produce(media, track, false);
        // It is sent from here on: should the next word be lost with the line, it is muted and not off.
        if (this.#device) this.state = 'muted';
        // A host muted us meanwhile: but here somebody pressed the button.
        if (paused && this.#wanted) await media.setPaused('microphone', false);
      }
      if (!this.#device) return;
      // Over other transports, made meanwhile, it begins muted.
      if (this.#media !== media) this.#wanted = false;
      this.state = this.#wanted ? 'on' : 'muted';
      // Muted while it was opened.
      if (!this.#wanted) await media.setPaused('microphone', true);
    } catch (error) {
      this.hush();
      if (this.state === 'off') this.#forget();
      throw error;
    }
  }

  async #open(): Promise<MediaStreamTrack | null> {
    // While the browser asks, the rest is made ready.
    this.#opening ??= openChain();
    const [first, chain] = await Promise.all([this.#local.openMicrophone(), this.#opening]);
    let device = first;
    if (!chain && this.#leaveNoiseToBrowser()) {
      first.stop();
      device = await this.#local.openMicrophone();
    }
    if (!this.#wanted) {
      device.stop();
      return null;
    }
    this.#chain = chain;
    if (chain) {
      chain.onlevels = () => this.#listen(chain);
      // Should the device be gone by then, that is told on its own.
      chain.onfailed = () => this.#retreat(() => this.#leaveNoiseToBrowser()).catch(() => {});
    }
    chain?.set(this.#local.treatment.chain);
    this.#take(device);
    return this.track;
  }

  /** What is sent comes from this device from now on. */
  #take(device: MediaStreamTrack): void {
    const before = this.#device;
    this.#device = device;
    if (this.#chain) this.#chain.feed(device);
    else {
      before?.stop();
      this.#meter.measure(device);
    }
    // Unplugged or taken away: never by us, whose `stop()` tells nobody.
    device.addEventListener('ended', () => {
      if (this.#device === device) this.#lost(device);
    });
  }

  /** Noise cannot be taken out by us; its owner is told. Says whether that changes what the browser is asked for. */
  #leaveNoiseToBrowser(): boolean {
    const changed = this.#local.treatment.fail();
    if (changed) this.onhint('browserNoise');
    return changed;
  }

  #listen(chain: MicrophoneChain): void {
    const hint = this.#device && this.#hints.push(chain.levels, this.state === 'on', performance.now());
    this.silent = this.#hints.silent;
    if (hint) this.onhint(hint);
  }

  /** Sends what there is by now: it may have ended, or been replaced, while others were sent. */
  async #send(media: SendTransport): Promise<void> {
    const { track } = this;
    if (!track || this.#media !== media || media.sends('microphone')) return;
    const muted = this.state !== 'on';
    // Silent before it is sent, and not only when it is paused there.
    if (muted) track.enabled = false;
    if (await this.#produce(media, track, muted)) this.hush();
    // Muted while the transport was made.
    if (!muted && this.state !== 'on') await media.setPaused('microphone', true);
  }

  async #sendAnew(): Promise<void> {
    const media = this.#media;
    if (!media?.sends('microphone')) return;
    try {
      await media.stop('microphone');
      await this.#send(media);
    } catch (error) {
      this.hush();
      throw error;
    }
  }

  #produce(media: SendTransport, track: MediaStreamTrack, paused: boolean): Promise<boolean> {
    return media.produce('microphone', track, paused, microphoneOptions(this.#local.treatment));
  }

  #forget(): void {
    this.#chain?.starve();
    this.#device?.stop();
    this.#device = null;
    this.#meter.close();
    this.state = 'off';
    this.silent = false;
  }
}
