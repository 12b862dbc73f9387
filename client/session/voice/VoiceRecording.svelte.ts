import { limits } from '../../../protocol/limits.ts';
import type { LocalMedia } from '../LocalMedia.svelte.ts';
import { MicrophoneMeter } from '../MicrophoneMeter.ts';
import type { OwnTracks } from '../OwnTracks.svelte.ts';
import { peaksOf } from './peaksOf.ts';

/** Something said, to be sent. */
export interface RecordedVoice {
  readonly blob: Blob;
  readonly durationMs: number;
  readonly peaks: number[];
}

// Every browser of today plays the first; who cannot record it records what all others play too.
const types = ['audio/webm;codecs=opus', 'audio/mp4', 'audio/ogg;codecs=opus'];
const bitsPerSecond = 32_000;
const tickMs = 50;
const leastMs = 500;

/** Says whether this browser can record a voice. */
export function canRecord(): boolean {
  return 'MediaRecorder' in globalThis && types.some((type) => MediaRecorder.isTypeSupported(type));
}

/** A voice while it is recorded: what the call hears is not touched by it. */
export class VoiceRecording {
  elapsedMs = $state(0);
  /** The amplitudes so far, one each twentieth of a second. */
  amplitudes = $state.raw<readonly number[]>([]);
  readonly #track: MediaStreamTrack;
  readonly #recorder: MediaRecorder;
  readonly #meter = new MicrophoneMeter();
  readonly #chunks: Blob[] = [];
  readonly #ended: Promise<void>;
  readonly #began = performance.now();
  readonly #timer: ReturnType<typeof setInterval>;

  private constructor(track: MediaStreamTrack, full: () => void) {
    this.#track = track;
    const mimeType = types.find((type) => MediaRecorder.isTypeSupported(type)) ?? '';
    const options = { mimeType, audioBitsPerSecond: bitsPerSecond };
    this.#recorder = new MediaRecorder(new MediaStream([track]), options);
    this.#meter.measure(track);
    this.#recorder.ondataavailable = ({ data }) => this.#chunks.push(data);
    this.#ended = new Promise((resolve) => {
      this.#recorder.onstop = () => resolve();
    });
    this.#timer = setInterval(() => {
      this.elapsedMs = performance.now() - this.#began;
      this.amplitudes = [...this.amplitudes, this.#meter.amplitude];
      // The device may be gone, too.
      if (this.elapsedMs >= limits.voiceMs - tickMs || this.#recorder.state === 'inactive') full();
    }, tickMs);
    this.#recorder.start();
  }

  /**
   * Begins to record: what others in the call hear, if the microphone is open for them; else the microphone alone,
   * and the call stays as mute as it was. `full` is told when no more may be recorded. Rejects with a `DeviceProblem`.
   */
  static async begin(local: LocalMedia, call: OwnTracks | null, full: () => void): Promise<VoiceRecording> {
    const heard = call?.microphone === 'on' ? call.voice.track : null;
    return new VoiceRecording(heard?.clone() ?? (await local.openMicrophone()), full);
  }

  /** Ends it; null for what is too short to be a voice. */
  async finish(): Promise<RecordedVoice | null> {
    await this.#stop();
    if (this.elapsedMs < leastMs) return null;
    const recorded = new Blob(this.#chunks, { type: this.#recorder.mimeType });
    // Packed as it was recorded it can be heard all the same.
    const { blob, durationMs } = await pack(recorded).catch(() => ({
      blob: recorded,
      durationMs: Math.round(this.elapsedMs),
    }));
    return { blob, durationMs: Math.min(durationMs, limits.voiceMs), peaks: peaksOf(this.amplitudes) };
  }

  /** Ends it, and keeps nothing. */
  cancel(): void {
    void this.#stop();
  }

  async #stop(): Promise<void> {
    clearInterval(this.#timer);
    this.#meter.close();
    if (this.#recorder.state !== 'inactive') this.#recorder.stop();
    await this.#ended;
    this.#track.stop();
  }
}

/** What packs is fetched by those who speak. */
async function pack(recorded: Blob) {
  const { seekable } = await import('./seekable.ts');
  return await seekable(recorded);
}
