import type { Backdrop } from './backdrop.ts';

// The room is drawn this much smaller and larger again, in steps: that is a blur which every browser has.
const blurSteps = [8, 4] as const;

/** Paints somebody in front of something else. */
export class Painter {
  readonly canvas = document.createElement('canvas');
  readonly #context: CanvasRenderingContext2D;
  readonly #steps = blurSteps.map(() => contextOf(document.createElement('canvas')));
  #image: HTMLImageElement | null = null;

  /** As large as the picture that is given to `paint`, in pixels. */
  constructor(width: number, height: number) {
    Object.assign(this.canvas, { width, height });
    this.#context = contextOf(this.canvas);
    this.cover();
  }

  /** Nothing of the picture: what is shown before it is known who stands in front. */
  cover(): void {
    this.#context.fillStyle = '#2b2420';
    this.#context.fillRect(0, 0, this.canvas.width, this.canvas.height);
  }

  /** `mask` is opaque where the person is. */
  paint(picture: HTMLVideoElement, mask: CanvasImageSource, backdrop: Backdrop): void {
    const { width, height } = this.canvas;
    const context = this.#context;
    context.globalCompositeOperation = 'copy';
    context.drawImage(mask, 0, 0, width, height);
    context.globalCompositeOperation = 'source-in';
    context.drawImage(picture, 0, 0, width, height);
    context.globalCompositeOperation = 'destination-over';
    if (backdrop.kind === 'wall' || backdrop.kind === 'own') this.#hang(backdrop.image);
    else this.#blur(picture);
    // Where an image is not there yet, or has holes, the room does not show through either.
    this.cover();
    context.globalCompositeOperation = 'source-over';
  }

  #hang(address: string): void {
    if (this.#image?.src !== address) {
      this.#image = new Image();
      this.#image.src = address;
    }
    const { naturalWidth, naturalHeight, complete } = this.#image;
    if (!complete || naturalWidth === 0) return;
    const { width, height } = this.canvas;
    const scale = Math.max(width / naturalWidth, height / naturalHeight);
    const [w, h] = [naturalWidth * scale, naturalHeight * scale];
    this.#context.drawImage(this.#image, (width - w) / 2, (height - h) / 2, w, h);
  }

  #blur(picture: HTMLVideoElement): void {
    const { width, height } = this.canvas;
    let [w, h] = [width, height];
    let smaller: CanvasImageSource = picture;
    const sizes = this.#steps.map((step, index) => {
      [w, h] = [Math.ceil(w / (blurSteps[index] ?? 1)), Math.ceil(h / (blurSteps[index] ?? 1))];
      if (step.canvas.width !== w || step.canvas.height !== h)
        Object.assign(step.canvas, { width: w, height: h });
      step.imageSmoothingQuality = 'high';
      step.drawImage(smaller, 0, 0, w, h);
      smaller = step.canvas;
      return [w, h] as const;
    });
    const [first, last] = this.#steps;
    const [size] = sizes;
    if (!first || !last || !size) return;
    first.imageSmoothingQuality = 'high';
    first.drawImage(last.canvas, 0, 0, ...size);
    this.#context.imageSmoothingQuality = 'high';
    this.#context.drawImage(first.canvas, 0, 0, width, height);
  }
}

function contextOf(canvas: HTMLCanvasElement): CanvasRenderingContext2D {
  const context = canvas.getContext('2d');
  if (!context) throw new Error('This browser paints nothing.');
  return context;
}
