// Runs in the audio thread: the computing itself is in ../dsp, where it can be tested without a browser.
import { Suppressor } from '../dsp/Suppressor.ts';
import { VoiceChain } from '../dsp/VoiceChain.ts';
import { type VoiceOrder, voiceName } from './messages.ts';

/** What the scope of an audio worklet offers; TypeScript's library leaves it out. */
declare abstract class AudioWorkletProcessor {
  readonly port: MessagePort;
}
declare function registerProcessor(name: string, processor: new () => AudioWorkletProcessor): void;

class VoiceProcessor extends AudioWorkletProcessor {
  readonly #chain = new VoiceChain();

  constructor() {
    super();
    this.port.onmessage = ({ data: { settings, rnnoise } }: MessageEvent<VoiceOrder>) => {
      if (settings) this.#chain.settings = settings;
      if (rnnoise) void this.#load(rnnoise);
    };
  }

  process([input = []]: Float32Array[][], [output = []]: Float32Array[][]): boolean {
    for (const [number, channel] of output.entries()) channel.set(input[number] ?? input[0] ?? []);
    if (this.#chain.process(output)) this.port.postMessage(this.#chain.levels);
    return true;
  }

  /** Where it cannot be had, the voice goes on as it is. */
  async #load(rnnoise: ArrayBuffer): Promise<void> {
    this.#chain.suppressor = await Suppressor.load(rnnoise).catch(() => null);
  }
}

registerProcessor(voiceName, VoiceProcessor);
