import type { Span } from './ears.ts';

/** What a page sees, over all of its time. */
interface Eyes {
  /** For each camera's mark the spans in which its picture moved on, in their order. */
  readonly spans: Record<number, Span[]>;
  /** Looks at the pictures of the room from now on. */
  watch(): void;
}

interface FrameReader {
  readonly readable: ReadableStream<VideoFrame>;
}

declare global {
  interface Window {
    eyes: Eyes;
    MediaStreamTrackProcessor: new (options: { track: MediaStreamTrack }) => FrameReader;
  }
}

/**
 * Runs in the page before its own scripts: it must not use anything of this file but types. The camera shows its
 * mark (0 to 15) and the number of the picture as sixteen black or white columns, which survive every codec and size.
 */
export function installEyes(mark: number): void {
  const columns = 16;
  const numberBits = 12;
  const framesPerSecond = 10;
  const spans: Record<number, Span[]> = {};

  function draw(context: CanvasRenderingContext2D, word: number): void {
    const { width, height } = context.canvas;
    for (let column = 0; column < columns; column++) {
      context.fillStyle = (word >> column) & 1 ? '#fff' : '#000';
      context.fillRect((column * width) / columns, 0, width / columns, height);
    }
  }

  function film(): MediaStream {
    const canvas = document.createElement('canvas');
    Object.assign(canvas, { width: 320, height: 180 });
    const context = canvas.getContext('2d');
    if (!context) throw new Error('There is no canvas to film.');
    let frame = 0;
    setInterval(() => {
      frame = (frame + 1) % 2 ** numberBits;
      draw(context, mark * 2 ** numberBits + frame);
    }, 1000 / framesPerSecond);
    return canvas.captureStream(framesPerSecond);
  }

  const devices = navigator.mediaDevices;
  const getUserMedia = devices?.getUserMedia.bind(devices);
  if (devices) {
    devices.getUserMedia = (constraints) =>
      constraints?.video && !constraints.audio ? Promise.resolve(film()) : getUserMedia(constraints);
  }

  const paper = new OffscreenCanvas(columns, 1).getContext('2d', { willReadFrequently: true });

  function read(frame: VideoFrame): number {
    if (!paper) return 0;
    paper.drawImage(frame, 0, 0, columns, 1);
    const { data } = paper.getImageData(0, 0, columns, 1);
    let word = 0;
    for (let column = 0; column < columns; column++) {
      if ((data[column * 4] ?? 0) > 127) word |= 1 << column;
    }
    return word;
  }

  async function follow(track: MediaStreamTrack): Promise<void> {
    const reader = new window.MediaStreamTrackProcessor({ track }).readable.getReader();
    let before = -1;
    let beforeAt = 0;
    for (;;) {
      const { done, value: frame } = await reader.read();
      if (done) return;
      const word = read(frame);
      frame.close();
      const at = performance.timeOrigin + performance.now();
      // The same picture again is a frozen one.
      if (word === before) continue;
      const from = word >> numberBits;
      const own = spans[from] ?? [];
      spans[from] = own;
      const last = own.at(-1);
      // A picture is on the screen until the next one: four of them late is a freeze.
      if (last && before !== -1 && at - beforeAt < 4_000 / framesPerSecond) last[1] = at;
      else own.push([at, at]);
      [before, beforeAt] = [word, at];
    }
  }

  const followed = new WeakSet<MediaStreamTrack>();

  window.eyes = {
    spans,
    watch() {
      setInterval(() => {
        for (const { srcObject } of document.querySelectorAll('video')) {
          const [track] = srcObject instanceof MediaStream ? srcObject.getVideoTracks() : [];
          if (!track || followed.has(track)) continue;
          followed.add(track);
          void follow(track);
        }
      }, 200);
    },
  };
}
