/** RNNoise's own functions, as its WebAssembly exports them. */
interface Rnnoise {
  readonly memory: WebAssembly.Memory;
  __wasm_call_ctors(): void;
  emscripten_stack_init(): void;
  malloc(bytes: number): number;
  rnnoise_create(model: number): number;
  rnnoise_process_frame(state: number, to: number, from: number): number;
}

// 10 ms at 48 kHz: RNNoise knows no other.
const frame = 480;
// It counts in 16 bits.
const scale = 32_768;

/** Takes noise out of a voice with RNNoise (a small neural network). Delays by 20 ms. */
export class Suppressor {
  readonly #rnnoise: Rnnoise;
  readonly #state: number;
  readonly #place: number;
  readonly #coming = new Float32Array(frame);
  readonly #going = new Float32Array(frame);
  #at = 0;

  private constructor(rnnoise: Rnnoise) {
    this.#rnnoise = rnnoise;
    rnnoise.__wasm_call_ctors();
    rnnoise.emscripten_stack_init();
    this.#state = rnnoise.rnnoise_create(0);
    this.#place = rnnoise.malloc(frame * Float32Array.BYTES_PER_ELEMENT);
  }

  /** Makes one of the bytes of `rnnoise.wasm`. */
  static async load(wasm: BufferSource): Promise<Suppressor> {
    let memory: WebAssembly.Memory | undefined;
    const env = {
      emscripten_memcpy_big: (to: number, from: number, bytes: number) => {
        if (memory) new Uint8Array(memory.buffer).copyWithin(to, from, from + bytes);
        return to;
      },
      // It has enough from the start.
      emscripten_resize_heap: () => 0,
      __assert_fail: () => {
        throw new Error('RNNoise failed.');
      },
    };
    const { instance } = await WebAssembly.instantiate(wasm, { env });
    const rnnoise = instance.exports as Rnnoise & WebAssembly.Exports;
    memory = rnnoise.memory;
    return new Suppressor(rnnoise);
  }

  /** Works in place on mono sound at 48 kHz. */
  process(block: Float32Array): void {
    for (let at = 0; at < block.length; at++) {
      this.#coming[this.#at] = (block[at] ?? 0) * scale;
      block[at] = (this.#going[this.#at] ?? 0) / scale;
      if (++this.#at === frame) this.#next();
    }
  }

  #next(): void {
    this.#at = 0;
    const place = new Float32Array(this.#rnnoise.memory.buffer, this.#place, frame);
    place.set(this.#coming);
    this.#rnnoise.rnnoise_process_frame(this.#state, this.#place, this.#place);
    this.#going.set(place);
  }
}
