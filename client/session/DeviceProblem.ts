/** What keeps a device from us; each has its own words and way on. */
export type DeviceTrouble =
  | 'denied'
  | 'dismissed'
  | 'missing'
  | 'busy'
  | 'insecure'
  | 'unsupported'
  | 'backdrop'
  | 'failed';

export type DeviceKind = 'microphone' | 'camera' | 'screen';

/** A microphone, camera or screen that could not be had. */
export class DeviceProblem extends Error {
  readonly device: DeviceKind;
  readonly trouble: DeviceTrouble;

  constructor(device: DeviceKind, trouble: DeviceTrouble) {
    super(`${device}: ${trouble}`);
    this.name = 'DeviceProblem';
    this.device = device;
    this.trouble = trouble;
  }

  /** Makes sense of what `getUserMedia` or `getDisplayMedia` threw (W3C Media Capture and Streams, 10.3). */
  static async from(error: unknown, device: DeviceKind): Promise<DeviceProblem> {
    const name = error instanceof Error ? error.name : '';
    if (name === 'NotAllowedError') return new DeviceProblem(device, await refusal(device));
    if (name === 'NotFoundError' || name === 'OverconstrainedError')
      return new DeviceProblem(device, 'missing');
    if (name === 'NotReadableError' || name === 'AbortError') return new DeviceProblem(device, 'busy');
    if (name === 'SecurityError') return new DeviceProblem(device, 'insecure');
    return new DeviceProblem(device, 'failed');
  }
}

/** A closed prompt leaves the permission open; a refusal is remembered by the browser. */
async function refusal(device: DeviceKind): Promise<DeviceTrouble> {
  if (device === 'screen') return 'dismissed';
  try {
    const { state } = await navigator.permissions.query({ name: device });
    return state === 'denied' ? 'denied' : 'dismissed';
  } catch {
    // A browser that does not tell: assume the worse, whose words help in both cases.
    return 'denied';
  }
}
