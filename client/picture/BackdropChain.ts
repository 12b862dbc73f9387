import type { Backdrop } from './backdrop.ts';
import { Painter } from './Painter.ts';
import { Segmenter } from './Segmenter.ts';

/**
 * From a camera to the picture that is sent, with something else behind the person. It ends with its track, and
 * unplugging the camera ends its track. What cannot be told apart is not shown: the picture stands still.
 */
export class BackdropChain {
  readonly track: MediaStreamTrack;
  readonly #device: MediaStreamTrack;
  readonly #video: HTMLVideoElement;
  readonly #painter: Painter;
  readonly #segmenter: Segmenter;
  readonly #backdrop: () => Backdrop;
  readonly #ticker = new Worker(new URL('./ticker.ts', import.meta.url), { type: 'module' });
  #busy = false;
  #restUntil = 0;

  private constructor(parts: {
    device: MediaStreamTrack;
    video: HTMLVideoElement;
    segmenter: Segmenter;
    backdrop: () => Backdrop;
  }) {
    this.#device = parts.device;
    this.#video = parts.video;
    this.#segmenter = parts.segmenter;
    this.#backdrop = parts.backdrop;
    this.#painter = new Painter(parts.video.videoWidth, parts.video.videoHeight);
    const [track] = this.#painter.canvas.captureStream().getVideoTracks();
    if (!track) throw new Error('The canvas has no track.');
    this.track = track;
    this.#ticker.onmessage = () => void this.#tick();
    parts.device.addEventListener('ended', () => {
      this.#close();
      // Nobody is told of a `stop()`; of a camera that is gone they must be.
      track.dispatchEvent(new Event('ended'));
    });
  }

  /** Resolves when the first picture is painted; rejects where that cannot be done, with the camera still open. */
  static async open(device: MediaStreamTrack, backdrop: () => Backdrop): Promise<BackdropChain> {
    const video = document.createElement('video');
    Object.assign(video, { muted: true, playsInline: true, srcObject: new MediaStream([device]) });
    const [segmenter] = await Promise.all([Segmenter.open(), video.play()]);
    const chain = new BackdropChain({ device, video, segmenter, backdrop });
    try {
      await chain.#paint();
      return chain;
    } catch (error) {
      chain.#release();
      throw error;
    }
  }

  async #tick(): Promise<void> {
    if (this.track.readyState === 'ended') this.#close();
    const began = performance.now();
    if (this.#busy || began < this.#restUntil) return;
    this.#busy = true;
    await this.#paint().catch(() => {
      // The graphics card was taken away for a moment; the next picture may do.
    });
    this.#busy = false;
    // A slower machine shows fewer pictures: at least half of the page's time is left to the page.
    const now = performance.now();
    this.#restUntil = now + (now - began);
  }

  async #paint(): Promise<void> {
    await this.#segmenter.use(this.#video, (mask) =>
      this.#painter.paint(this.#video, mask, this.#backdrop()),
    );
  }

  #close(): void {
    this.#device.stop();
    this.#release();
  }

  #release(): void {
    this.#ticker.terminate();
    this.track.stop();
    this.#video.srcObject = null;
  }
}
