import type { Options, SelfieSegmentation } from '@mediapipe/selfie_segmentation';
import graphUrl from '@mediapipe/selfie_segmentation/selfie_segmentation.binarypb?url';
import scriptUrl from '@mediapipe/selfie_segmentation/selfie_segmentation.js?url';
import modelUrl from '@mediapipe/selfie_segmentation/selfie_segmentation_landscape.tflite?url';
import engineDataUrl from '@mediapipe/selfie_segmentation/selfie_segmentation_solution_simd_wasm_bin.data?url';
import engineScriptUrl from '@mediapipe/selfie_segmentation/selfie_segmentation_solution_simd_wasm_bin.js?url';
import engineUrl from '@mediapipe/selfie_segmentation/selfie_segmentation_solution_simd_wasm_bin.wasm?url';

declare global {
  interface Window {
    /** Put there by MediaPipe's script, which is no module. */
    SelfieSegmentation?: typeof SelfieSegmentation;
  }
}

// MediaPipe asks for its files by these names; ours come from our own address, with a hash in their names.
const files: Readonly<Record<string, string>> = {
  'selfie_segmentation.binarypb': graphUrl,
  'selfie_segmentation_landscape.tflite': modelUrl,
  'selfie_segmentation_solution_simd_wasm_bin.data': engineDataUrl,
  'selfie_segmentation_solution_simd_wasm_bin.js': engineScriptUrl,
  'selfie_segmentation_solution_simd_wasm_bin.wasm': engineUrl,
};
/** The one of its two models that is made for landscape pictures and takes less than half of the time. */
const landscape = 1;
// What that model sees, in pixels. Given more, MediaPipe would copy all of it to and fro, in a second where there is
// no graphics card.
const sight = { width: 256, height: 144 };

/**
 * Tells a person from what is behind (MediaPipe Selfie Segmentation). One for the
 * page: it is six megabytes, fetched by whoever first wants a backdrop, and kept.
 */
export class Segmenter {
  static #opening: Promise<Segmenter> | null = null;
  readonly #model: SelfieSegmentation;
  readonly #eye = Object.assign(document.createElement('canvas'), sight);
  #work: ((mask: CanvasImageSource) => void) | null = null;
  #turn: Promise<unknown> = Promise.resolve();

  private constructor(model: SelfieSegmentation) {
    this.#model = model;
    model.onResults(({ segmentationMask }) => this.#work?.(segmentationMask));
  }

  /** Rejects where it cannot be fetched, or there is no WebGL; the next one who asks tries again. */
  static open(): Promise<Segmenter> {
    Segmenter.#opening ??= Segmenter.#load().catch((error: unknown) => {
      Segmenter.#opening = null;
      throw error;
    });
    return Segmenter.#opening;
  }

  /** Hands over an image that is opaque where the person is, good only for that moment. Several pictures take turns. */
  use(picture: HTMLVideoElement, work: (mask: CanvasImageSource) => void): Promise<void> {
    const turn = this.#turn.then(async () => {
      this.#work = work;
      this.#eye.getContext('2d')?.drawImage(picture, 0, 0, sight.width, sight.height);
      await this.#model.send({ image: this.#eye });
    });
    this.#turn = turn.catch(() => {});
    return turn;
  }

  static async #load(): Promise<Segmenter> {
    await runScript(scriptUrl);
    if (!window.SelfieSegmentation) throw new Error('MediaPipe did not come.');
    const model = new window.SelfieSegmentation({
      locateFile: (name) => files[name] ?? name,
    });
    // Not on the graphics card: so small a model takes milliseconds of the processor, and where there is no card, three
    // times less than a card that is only played. The option is missing in MediaPipe's types.
    const options: Options & { useCpuInference: boolean } = {
      modelSelection: landscape,
      selfieMode: false,
      useCpuInference: true,
    };
    model.setOptions(options);
    await model.initialize();
    return new Segmenter(model);
  }
}

function runScript(url: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const script = document.createElement('script');
    script.src = url;
    script.onload = () => resolve();
    script.onerror = () => {
      script.remove();
      reject(new Error('MediaPipe could not be fetched.'));
    };
    document.head.append(script);
  });
}
