// Runs in the audio thread: the computing itself is in ../dsp, where it can be tested without a browser.
import { Crossfade } from '../dsp/Crossfade.ts';
import { Suppressor } from '../dsp/Suppressor.ts';
import { VoiceChain } from '../dsp/VoiceChain.ts';
import { type VoiceOrder, type VoiceReport, voiceName } from './messages.ts';

/** What the scope of an audio worklet offers; TypeScript's library leaves it out. */
declare abstract class AudioWorkletProcessor {
  readonly port: MessagePort;
}
declare function registerProcessor(name: string, processor: new () => AudioWorkletProcessor): void;

class VoiceProcessor extends AudioWorkletProcessor {
  readonly #crossfade = new Crossfade();
  readonly #chain = new VoiceChain();

  constructor() {
    super();
    this.port.onmessage = ({ data: { settings, turn, rnnoise } }: MessageEvent<VoiceOrder>) => {
      if (settings) this.#chain.settings = settings;
      if (turn) this.#crossfade.turn(turn.input, turn.atOnce);
      if (rnnoise) void this.#load(rnnoise);
    };
  }

  process(inputs: Float32Array[][], [output = []]: Float32Array[][]): boolean {
    const turned = this.#crossfade.mix(inputs, output);
    if (turned !== null) this.#report({ turned });
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
