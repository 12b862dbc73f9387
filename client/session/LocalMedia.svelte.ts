import { CameraBackdrop } from './CameraBackdrop.svelte.ts';
import { type DeviceKind, DeviceProblem } from './DeviceProblem.ts';
import { HoldToTalk } from './HoldToTalk.svelte.ts';
import { VoiceTreatment } from './VoiceTreatment.svelte.ts';

type Remembered = Partial<Record<MediaDeviceKind, string>>;

const storageKey = 'hobnob.devices';

/** The devices of this browser: which there are, which were chosen, and tracks from them. */
export class LocalMedia {
  microphones = $state.raw<MediaDeviceInfo[]>([]);
  cameras = $state.raw<MediaDeviceInfo[]>([]);
  speakers = $state.raw<MediaDeviceInfo[]>([]);
  chosen = $state<Remembered>(recall());
  readonly treatment = new VoiceTreatment();
  readonly hold = new HoldToTalk();
  readonly backdrop = new CameraBackdrop();

  // Whatever cannot be sent need not be opened.
  readonly canSend =
    Boolean(globalThis.navigator?.mediaDevices?.getUserMedia) && 'RTCPeerConnection' in globalThis;

  /** Lists the devices now and whenever one comes or goes, until the returned function is called. */
  watch(): () => void {
    if (!this.canSend) return () => {};
    const refresh = () => void this.refresh();
    navigator.mediaDevices.addEventListener('devicechange', refresh);
    refresh();
    return () => navigator.mediaDevices.removeEventListener('devicechange', refresh);
  }

  async refresh(): Promise<void> {
    if (!this.canSend) return;
    const all = await navigator.mediaDevices.enumerateDevices();
    // Before a permission is given, browsers list devices without ids.
    const of = (kind: MediaDeviceKind) =>
      all.filter((device) => device.kind === kind && device.deviceId !== '');
    this.microphones = of('audioinput');
    this.cameras = of('videoinput');
    this.speakers = of('audiooutput');
  }

  choose(kind: MediaDeviceKind, deviceId: string): void {
    this.chosen[kind] = deviceId;
    try {
      localStorage.setItem(storageKey, JSON.stringify(this.chosen));
    } catch {
      // A private window may have no storage; the choice then lasts as long as the page.
    }
  }

  /** Asks for the microphone. Rejects with a `DeviceProblem`. */
  async openMicrophone(): Promise<MediaStreamTrack> {
    return await this.#open('microphone', {
      audio: {
        ...this.treatment.constraints,
        ...prefer(this.chosen.audioinput),
      },
    });
  }

  /** Asks for the camera, and puts the chosen backdrop in. Rejects with a `DeviceProblem`. */
  async openCamera(): Promise<MediaStreamTrack> {
    const device = await this.#open('camera', {
      video: {
        width: { ideal: 1280 },
        height: { ideal: 720 },
        frameRate: { ideal: 30 },
        ...prefer(this.chosen.videoinput),
      },
    });
    return await this.backdrop.behind(device);
  }

  async #open(device: DeviceKind, constraints: MediaStreamConstraints): Promise<MediaStreamTrack> {
    if (!this.canSend) throw new DeviceProblem(device, isSecureContext ? 'unsupported' : 'insecure');
    try {
      const stream = await navigator.mediaDevices.getUserMedia(constraints);
      const [track] = stream.getTracks();
      if (!track) throw new DeviceProblem(device, 'missing');
      void this.refresh();
      return track;
    } catch (error) {
      throw error instanceof DeviceProblem ? error : await DeviceProblem.from(error, device);
    }
  }
}

// Ideal and not exact: a device that was unplugged is no reason for silence.
function prefer(deviceId: string | undefined): MediaTrackConstraints {
  return deviceId ? { deviceId: { ideal: deviceId } } : {};
}

function recall(): Remembered {
  try {
    return JSON.parse(localStorage.getItem(storageKey) ?? '{}') as Remembered;
  } catch {
    return {};
  }
}
