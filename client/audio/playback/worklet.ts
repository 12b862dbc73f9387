// Runs in the audio thread: the computing itself is in ../dsp, where it can be tested without a browser.
import { Leveller } from '../dsp/Leveller.ts';
import { Limiter } from '../dsp/Limiter.ts';
import { type LevellerOrder, levellerName, limiterName } from './names.ts';

/** What the scope of an audio worklet offers; TypeScript's library leaves it out. */
declare abstract class AudioWorkletProcessor {
  readonly port: MessagePort;
}
declare function registerProcessor(name: string, processor: new () => AudioWorkletProcessor): void;

/** Passes what comes in on to what works in place. */
function copy(inputs: readonly Float32Array[], outputs: readonly Float32Array[]): void {
  for (const [number, output] of outputs.entries()) output.set(inputs[number] ?? inputs[0] ?? []);
}

class LevellerProcessor extends AudioWorkletProcessor {
  readonly #leveller = new Leveller();
  #order: LevellerOrder = 'level';

  constructor() {
    super();
    this.port.onmessage = ({ data }: MessageEvent<LevellerOrder>) => {
      this.#order = data;
    };
  }

  process([input = []]: Float32Array[][], [output = []]: Float32Array[][]): boolean {
    // Without an input there is nothing to level, and nothing to remember either.
    if (input.length > 0) {
      copy(input, output);
      this.#leveller.process(output, this.#order === 'level');
    }
    // Chromium ends for good whoever says false while nothing comes in, as before the first packet.
    return this.#order !== 'end';
  }
}

class LimiterProcessor extends AudioWorkletProcessor {
  readonly #limiter = new Limiter();

  process([input = []]: Float32Array[][], [output = []]: Float32Array[][]): boolean {
    copy(input, output);
    this.#limiter.process(output);
    return true;
  }
}

registerProcessor(levellerName, LevellerProcessor);
registerProcessor(limiterName, LimiterProcessor);
