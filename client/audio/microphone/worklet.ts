// Runs in the audio thread: the computing itself is in ../dsp, where it can be tested without a browser.
import { Suppressor } from '../dsp/Suppressor.ts';
import { VoiceChain } from '../dsp/VoiceChain.ts';
import { type VoiceOrder, type VoiceReport, voiceName } from './messages.ts';

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
    try {
      if (this.#chain.process(output)) this.#report({ levels: this.#chain.levels });
    } catch {
      // What throws here is never called again: a voice with noise is better than silence.
      this.#chain.suppressor = null;
      this.#report({ failed: true });
    }
    return true;
  }

  async #load(rnnoise: ArrayBuffer): Promise<void> {
    try {
      this.#chain.suppressor = await Suppressor.load(rnnoise);
    } catch {
      this.#report({ failed: true });
    }
  }

  #report(report: VoiceReport): void {
    this.port.postMessage(report);
  }
}

registerProcessor(voiceName, VoiceProcessor);
