/** The amplitude of an own track, for the ring and for "you are muted". */
export class MicrophoneMeter {
  #context: AudioContext | null = null;
  #analyser: AnalyserNode | null = null;
  #samples = new Float32Array(0);

  /** Measures another track from now on; null: none. */
  measure(track: MediaStreamTrack | null): void {
    this.close();
    if (!track) return;
    this.#context = new AudioContext();
    this.#analyser = this.#context.createAnalyser();
    this.#analyser.fftSize = 512;
    this.#samples = new Float32Array(this.#analyser.fftSize);
    this.#context.createMediaStreamSource(new MediaStream([track])).connect(this.#analyser);
  }

  /** Root mean square of the last 10 ms, 0 to 1. */
  get amplitude(): number {
    if (!this.#analyser) return 0;
    this.#analyser.getFloatTimeDomainData(this.#samples);
    const power = this.#samples.reduce((sum, sample) => sum + sample * sample, 0) / this.#samples.length;
    return Math.sqrt(power);
  }

  close(): void {
    void this.#context?.close();
    this.#context = null;
    this.#analyser = null;
  }
}
