import { SvelteMap, SvelteSet } from 'svelte/reactivity';
import { DeviceProblem, type DeviceTrouble } from './DeviceProblem.ts';
import type { LocalMedia } from './LocalMedia.svelte.ts';
import { OwnTracks } from './OwnTracks.svelte.ts';

/** What can be tried out. */
export type PreviewDevice = 'microphone' | 'camera';

const devices: readonly PreviewDevice[] = ['microphone', 'camera'];
const cameraKey = 'hobnob.camera';
// Another device, or the same one again, may be all that was missing.
const curedByDevices: readonly DeviceTrouble[] = ['missing', 'busy'];

/**
 * Oneself before stepping in: microphone and camera are tried out, and nothing of it is sent. Whoever steps in takes
 * along what is open, so that nobody is asked twice; whoever does not, lets it go.
 */
export class Preview {
  readonly own: OwnTracks;
  /** What is being opened: the browser may be asking. */
  readonly busy = new SvelteSet<PreviewDevice>();
  readonly #problems = new SvelteMap<PreviewDevice, DeviceProblem>();
  readonly #permissions = new SvelteMap<PreviewDevice, PermissionState>();
  readonly #end = new AbortController();
  #handedOver = false;

  constructor(local: LocalMedia) {
    this.own = new OwnTracks(local);
  }

  /**
   * Watches what devices and permissions there are. The camera is opened if it was open last time and the browser need
   * not ask; the microphone never without a press.
   */
  async begin(): Promise<void> {
    const { signal } = this.#end;
    globalThis.navigator?.mediaDevices?.addEventListener('devicechange', () => this.#devicesChanged(), {
      signal,
    });
    await Promise.all(devices.map((device) => this.#watch(device)));
    const usual = cameraWasOn() && this.#permissions.get('camera') === 'granted';
    if (usual && !signal.aborted && !this.#handedOver) await this.#open('camera');
  }

  isOpen(device: PreviewDevice): boolean {
    return device === 'camera' ? this.own.camera !== null : this.own.microphone !== 'off';
  }

  /** What keeps a device from us, since it was asked for. */
  problem(device: PreviewDevice): DeviceProblem | null {
    const { lost } = this.own;
    if (lost?.source === device && lost.replacement === null && !this.isOpen(device)) {
      const denied = this.#permissions.get(device) === 'denied';
      return new DeviceProblem(device, denied ? 'denied' : 'missing');
    }
    return this.#problems.get(device) ?? null;
  }

  /**
   * Whether a press leads nowhere: what the browser keeps closed, it opens by its own buttons only. Nobody is told
   * before they have asked for something.
   */
  isShut(device: PreviewDevice): boolean {
    if (!devices.some((asked) => this.problem(asked))) return false;
    const trouble = this.problem(device)?.trouble;
    return trouble === 'insecure' || trouble === 'unsupported' || this.#permissions.get(device) === 'denied';
  }

  /** Opens or closes the camera, opens or mutes the microphone; `problem` says why that did not work. */
  async set(device: PreviewDevice, on: boolean): Promise<void> {
    if (device === 'camera') rememberCamera(on);
    if (on) await this.#open(device);
    else if (device === 'camera') await this.own.setCamera(false);
    else await this.own.setMicrophone(false);
  }

  /** Another one was chosen. */
  async switchDevice(device: PreviewDevice): Promise<void> {
    // One that could not be had may have been the reason to choose another.
    if (this.isOpen(device)) await this.#try(device, () => this.own.switchDevice(device));
    else if (this.problem(device)) await this.#open(device);
  }

  /** What is open goes along into the room, and is no longer ours to close. */
  handOver(): OwnTracks {
    this.#handedOver = true;
    return this.own;
  }

  close(): void {
    this.#end.abort();
    if (!this.#handedOver) this.own.close();
  }

  async #open(device: PreviewDevice): Promise<void> {
    if (this.busy.has(device)) return;
    await this.#try(device, () =>
      device === 'camera' ? this.own.setCamera(true) : this.own.setMicrophone(true),
    );
  }

  async #try(device: PreviewDevice, act: () => Promise<void>): Promise<void> {
    this.busy.add(device);
    try {
      await act();
      this.own.lost = null;
      this.#problems.delete(device);
    } catch (error) {
      this.#problems.set(
        device,
        error instanceof DeviceProblem ? error : new DeviceProblem(device, 'failed'),
      );
    } finally {
      this.busy.delete(device);
    }
  }

  async #watch(device: PreviewDevice): Promise<void> {
    try {
      const status = await navigator.permissions.query({ name: device });
      this.#permissions.set(device, status.state);
      status.addEventListener('change', () => this.#permissionChanged(device, status.state), {
        signal: this.#end.signal,
      });
    } catch {
      // A browser that does not tell: a press finds out.
    }
  }

  /** Somebody went to the browser's own buttons and came back: what they had asked for is opened. */
  #permissionChanged(device: PreviewDevice, state: PermissionState): void {
    this.#permissions.set(device, state);
    if (this.#handedOver || !this.problem(device)) return;
    if (state === 'granted') void this.#open(device);
    else if (state === 'prompt') this.#problems.delete(device);
  }

  #devicesChanged(): void {
    if (this.#handedOver) return;
    for (const device of devices) {
      const trouble = this.problem(device)?.trouble;
      if (trouble && curedByDevices.includes(trouble)) void this.#open(device);
    }
  }
}

function cameraWasOn(): boolean {
  try {
    return localStorage.getItem(cameraKey) === 'on';
  } catch {
    return false;
  }
}

function rememberCamera(on: boolean): void {
  try {
    localStorage.setItem(cameraKey, on ? 'on' : 'off');
  } catch {
    // Without storage it is off at the next visit, as for everybody.
  }
}
