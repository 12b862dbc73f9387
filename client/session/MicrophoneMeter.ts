/** The amplitude of an own track, for the ring and for "you are muted". Costs nothing until it is looked at. */
export class MicrophoneMeter {
  #track: MediaStreamTrack | null = null;
  #context: AudioContext | null = null;
  #analyser: AnalyserNode | null = null;
  #samples = new Float32Array(0);

  /** Measures another track from now on; null: none. */
  measure(track: MediaStreamTrack | null): void {
    this.close();
    this.#track = track;
  }

  /** Root mean square of the last 10 ms, 0 to 1. */
  get amplitude(): number {
    if (!this.#track) return 0;
    this.#analyser ??= this.#open(this.#track);
    this.#analyser.getFloatTimeDomainData(this.#samples);
    const power = this.#samples.reduce((sum, sample) => sum + sample * sample, 0) / this.#samples.length;
    return Math.sqrt(power);
  }

  close(): void {
    void this.#context?.close();
    this.#track = null;
    this.#context = null;
    this.#analyser = null;
  }

  /** A context is a thread of its own. */
  #open(track: MediaStreamTrack): AnalyserNode {
    this.#context = new AudioContext();
    const analyser = this.#context.createAnalyser();
    analyser.fftSize = 512;
    this.#samples = new Float32Array(analyser.fftSize);
    this.#context.createMediaStreamSource(new MediaStream([track])).connect(analyser);
    return analyser;
  }
}
