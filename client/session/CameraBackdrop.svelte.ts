import type { Backdrop } from '../picture/backdrop.ts';
import { DeviceProblem } from './DeviceProblem.ts';

const storageKey = 'hobnob.backdrop';

/** What is behind oneself in the own picture: chosen once, remembered by this browser. */
export class CameraBackdrop {
  current = $state.raw<Backdrop>(recall());
  /** The camera that feeds a track of ours. */
  readonly #devices = new WeakMap<MediaStreamTrack, MediaStreamTrack>();
  #painted: MediaStreamTrack | null = null;

  /** Says whether the open camera shows it at once; otherwise it has to be opened anew. */
  change(backdrop: Backdrop): boolean {
    this.current = backdrop;
    try {
      localStorage.setItem(storageKey, JSON.stringify(backdrop));
    } catch {
      // No storage, or too little of it; the choice then lasts as long as the page.
    }
    return backdrop.kind !== 'none' && this.#painted?.readyState === 'live';
  }

  /**
   * The picture of a camera with the backdrop in it. Rejects with a `DeviceProblem`, and closes the camera, where that
   * cannot be done: nobody who chose a backdrop is shown without it.
   */
  async behind(device: MediaStreamTrack): Promise<MediaStreamTrack> {
    const { kind } = this.current;
    if (kind === 'none' || (kind === 'blur' && (await blurredByBrowser(device)))) return device;
    try {
      const { BackdropChain } = await import('../picture/BackdropChain.ts');
      const { track } = await BackdropChain.open(device, () => this.current);
      this.#devices.set(track, device);
      this.#painted = track;
      return track;
    } catch {
      device.stop();
      throw new DeviceProblem('camera', 'backdrop');
    }
  }

  /** The camera that is behind a track. */
  deviceOf(track: MediaStreamTrack): MediaStreamTrack {
    return this.#devices.get(track) ?? track;
  }
}

/** The operating system does it better, where it can (W3C Media Capture Extensions). */
async function blurredByBrowser(device: MediaStreamTrack): Promise<boolean> {
  const can = device.getCapabilities() as { backgroundBlur?: readonly boolean[] };
  if (!can.backgroundBlur?.includes(true)) return false;
  try {
    const constraint: MediaTrackConstraints & { backgroundBlur: boolean } = { backgroundBlur: true };
    await device.applyConstraints(constraint);
    const now: MediaTrackSettings & { backgroundBlur?: boolean } = device.getSettings();
    return now.backgroundBlur === true;
  } catch {
    return false;
  }
}

function recall(): Backdrop {
  try {
    const kept = JSON.parse(localStorage.getItem(storageKey) ?? '{}') as { kind?: string; image?: unknown };
    if (kept.kind === 'blur') return { kind: 'blur' };
    const { kind, image } = kept;
    if ((kind === 'wall' || kind === 'own') && typeof image === 'string' && image.startsWith('data:image/'))
      return { kind, image };
  } catch {
    // No storage, or nothing of ours in it.
  }
  return { kind: 'none' };
}
