import rnnoiseUrl from '@sapphi-red/web-noise-suppressor/rnnoise_simd.wasm?url';
import type { VoiceLevels, VoiceSettings } from '../dsp/VoiceChain.ts';
import { type VoiceOrder, type VoiceReport, voiceName } from './messages.ts';
import workletUrl from './worklet.ts?worker&url';

interface Feed {
  readonly track: MediaStreamTrack;
  readonly source: MediaStreamAudioSourceNode;
  /** The input of the processor it is connected to. */
  readonly input: 0 | 1;
}

// A context that does not run by then is held back by the browser.
const patienceMs = 1_500;
// RNNoise that has not come by then is not to be waited for.
const fetchMs = 10_000;

/**
 * From a microphone to the track that is sent. That track stays the same whatever microphone is fed in and whatever is
 * done to the voice: nobody has to negotiate anything, and nobody hears a gap.
 */
export class MicrophoneChain {
  /** What is sent. Nobody but `close` may stop it. */
  readonly track: MediaStreamTrack;
  levels: VoiceLevels = { input: 0, voice: 0, sent: 0 };
  /** Told of new levels, about 23 times a second. */
  onlevels: () => void = () => {};
  /** Told when noise was to be taken out and that does not work: the voice is sent as it is. */
  onfailed: () => void = () => {};
  readonly #context: AudioContext;
  readonly #voice: AudioWorkletNode;
  #feed: Feed | null = null;
  /** Takes its place as soon as it gives sound. */
  #next: Feed | null = null;
  #rnnoise: Promise<void> | null = null;

  private constructor(context: AudioContext) {
    this.#context = context;
    this.#voice = new AudioWorkletNode(context, voiceName, { numberOfInputs: 2, outputChannelCount: [2] });
    const out = new MediaStreamAudioDestinationNode(context, { channelCount: 2 });
    this.#voice.connect(out);
    const [track] = out.stream.getAudioTracks();
    if (!track) throw new Error('The graph has no track.');
    this.track = track;
    this.#voice.port.onmessage = ({ data: { levels, failed, turned } }: MessageEvent<VoiceReport>) => {
      if (failed) this.#fail();
      if (turned === this.#next?.input) this.#turn();
      if (!levels) return;
      this.levels = levels;
      this.onlevels();
    };
    // A phone call takes the sound away for a while.
    context.onstatechange = () => this.resume();
  }

  /** Null where the browser does not let us. Asked for after a press, so that it may run. */
  static async open(): Promise<MicrophoneChain | null> {
    let context: AudioContext | undefined;
    try {
      context = new AudioContext({ sampleRate: 48_000, latencyHint: 'interactive' });
      await context.audioWorklet.addModule(workletUrl);
      await Promise.race([context.resume(), new Promise((resolve) => setTimeout(resolve, patienceMs))]);
      if (context.state === 'running') return new MicrophoneChain(context);
    } catch {
      // The device's own track will do.
    }
    void context?.close();
    return null;
  }

  /** Takes the sound of this device from now on. The one before is stopped when it is not heard any more. */
  feed(track: MediaStreamTrack): void {
    const before = this.#feed;
    const input = before?.input === 0 ? 1 : 0;
    if (this.#next) drop(this.#next);
    const source = new MediaStreamAudioSourceNode(this.#context, { mediaStream: new MediaStream([track]) });
    source.connect(this.#voice, 0, input);
    this.#next = { track, source, input };
    this.#tell({ turn: { input, atOnce: before?.track.readyState !== 'live' } });
    if (!before) this.#turn();
  }

  /** Takes no sound any more; the device is let go. */
  starve(): void {
    for (const feed of [this.#feed, this.#next]) if (feed) drop(feed);
    this.#feed = null;
    this.#next = null;
  }

  set(settings: VoiceSettings): void {
    this.#tell({ settings });
    if (settings.suppress) this.#rnnoise ??= this.#load();
  }

  /** Asks the browser to go on, if it held the sound back. */
  resume(): void {
    if (this.#context.state !== 'running' && this.#context.state !== 'closed')
      this.#context.resume().catch(() => {});
  }

  close(): void {
    this.starve();
    this.track.stop();
    this.onlevels = () => {};
    this.onfailed = () => {};
    if (this.#context.state !== 'closed') void this.#context.close();
  }

  /** Only for whoever wants it: it is 150 kB. */
  async #load(): Promise<void> {
    try {
      const response = await fetch(rnnoiseUrl, { signal: AbortSignal.timeout(fetchMs) });
      if (!response.ok) throw new Error(response.statusText);
      this.#tell({ rnnoise: await response.arrayBuffer() });
    } catch {
      this.#fail();
    }
  }

  #turn(): void {
    if (!this.#next) return;
    if (this.#feed) drop(this.#feed);
    this.#feed = this.#next;
    this.#next = null;
  }

  #fail(): void {
    // The next wish asks again.
    this.#rnnoise = null;
    this.onfailed();
  }

  #tell(order: VoiceOrder): void {
    this.#voice.port.postMessage(order);
  }
}

function drop({ track, source }: Feed): void {
  source.disconnect();
  track.stop();
}
