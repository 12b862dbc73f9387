import { type LevellerOrder, levellerName, limiterName } from './names.ts';
import workletUrl from './worklet.ts?worker&url';

/** A sound of somebody else, and how it is to be heard. */
export interface Sound {
  /** Tells it from others, and stays the same as long as it is the same. */
  readonly id: string;
  readonly stream: MediaStream;
  /** A voice is made as loud as the others; what is shared stays as it is. */
  readonly voice: boolean;
  /** 1 is as it comes, 2 twice the amplitude, 0 silent. */
  readonly volume: number;
}

/** A sound on its way through the graph. */
interface Strand {
  readonly stream: MediaStream;
  readonly source: MediaStreamAudioSourceNode;
  readonly leveller: AudioWorkletNode | null;
  readonly volume: GainNode;
  /** Without an element that plays it, Chromium lets nothing of a remote track into a graph (crbug.com/933677). */
  readonly pump: HTMLAudioElement;
}

// What `dsp` is made for; the browser resamples.
const sampleRate = 48_000;
// A jump in volume would click: 63 % of the way in this many seconds.
const glideSeconds = 0.015;

/**
 * Everything that is heard of a room, mixed: voices made equally loud, each as loud as wished, the sum kept from
 * distorting. The mix is a stream for one media element, which knows of speakers, lock screens and echo.
 */
export class Playback {
  readonly #context: AudioContext;
  readonly #bus: AudioWorkletNode;
  readonly #out: MediaStreamAudioDestinationNode;
  readonly #strands = new Map<string, Strand>();
  #levelling = true;
  #onrunning: (running: boolean) => void = () => {};

  private constructor(context: AudioContext) {
    this.#context = context;
    this.#bus = new AudioWorkletNode(context, limiterName, { outputChannelCount: [2] });
    this.#out = new MediaStreamAudioDestinationNode(context, { channelCount: 2 });
    this.#bus.connect(this.#out);
    context.onstatechange = () => this.#onrunning(this.running);
  }

  /** Rejects where the browser has no audio worklets, or may not load ours: then sounds are played as they come. */
  static async open(): Promise<Playback> {
    const context = new AudioContext({ sampleRate, latencyHint: 'balanced' });
    try {
      await context.audioWorklet.addModule(workletUrl);
      return new Playback(context);
    } catch (error) {
      await context.close();
      throw error;
    }
  }

  /** The mix. */
  get stream(): MediaStream {
    return this.#out.stream;
  }

  /** Plays exactly these sounds from now on. */
  play(sounds: readonly Sound[], levelling: boolean): void {
    for (const [id, strand] of this.#strands) {
      if (sounds.find((one) => one.id === id)?.stream !== strand.stream) this.#drop(id, strand);
    }
    for (const sound of sounds) this.#settle(sound, this.#strands.get(sound.id) ?? this.#add(sound));
    if (levelling === this.#levelling) return;
    this.#levelling = levelling;
    for (const { leveller } of this.#strands.values()) leveller?.port.postMessage(this.#order);
  }

  /** Whether anything comes out: browsers hold it back for want of a tap, and phones for a phone call. */
  get running(): boolean {
    return this.#context.state === 'running';
  }

  /** Told whenever it begins to run or is held back, from now on. */
  watch(listener: (running: boolean) => void): void {
    this.#onrunning = listener;
  }

  /** Asks the browser to go on; in the handler of a tap it will. */
  resume(): void {
    // Where it may not yet, the promise is kept open until it may.
    if (!this.running) this.#context.resume().catch(() => {});
  }

  close(): void {
    for (const [id, strand] of this.#strands) this.#drop(id, strand);
    if (this.#context.state !== 'closed') void this.#context.close();
  }

  get #order(): LevellerOrder {
    return this.#levelling ? 'level' : 'pass';
  }

  #add({ id, stream, voice }: Sound): Strand {
    const pump = new Audio();
    pump.muted = true;
    pump.autoplay = true;
    pump.srcObject = stream;
    const source = new MediaStreamAudioSourceNode(this.#context, { mediaStream: stream });
    const volume = new GainNode(this.#context);
    const leveller = voice ? new AudioWorkletNode(this.#context, levellerName) : null;
    leveller?.port.postMessage(this.#order);
    if (leveller) source.connect(leveller).connect(volume);
    else source.connect(volume);
    volume.connect(this.#bus);
    const strand = { stream, source, leveller, volume, pump };
    this.#strands.set(id, strand);
    return strand;
  }

  #settle({ volume }: Sound, strand: Strand): void {
    strand.volume.gain.setTargetAtTime(volume, this.#context.currentTime, glideSeconds);
  }

  #drop(id: string, { source, leveller, volume, pump }: Strand): void {
    source.disconnect();
    leveller?.port.postMessage('end' satisfies LevellerOrder);
    leveller?.disconnect();
    volume.disconnect();
    pump.srcObject = null;
    this.#strands.delete(id);
  }
}
