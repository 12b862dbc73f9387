import type { LocalMedia } from '../../session/LocalMedia.svelte.ts';
import type { RoomSession } from '../../session/RoomSession.svelte.ts';
import { t } from '../../words.svelte.ts';
import type { CallActions } from '../room/callActions.svelte.ts';

/** What such a device is called. */
export function kindWords(kind: MediaDeviceKind): string {
  return t(({ audioinput: 'microphone', audiooutput: 'speaker', videoinput: 'camera' } as const)[kind]);
}

/** The devices of a kind. */
export function devicesOf(local: LocalMedia, kind: MediaDeviceKind): readonly MediaDeviceInfo[] {
  return { audioinput: local.microphones, audiooutput: local.speakers, videoinput: local.cameras }[kind];
}

/** Which of them is in use: the chosen one while it is there, else the first. */
export function deviceInUse(local: LocalMedia, kind: MediaDeviceKind): string | undefined {
  const devices = devicesOf(local, kind);
  const chosen = local.chosen[kind];
  return devices.some(({ deviceId }) => deviceId === chosen) ? chosen : devices[0]?.deviceId;
}

/** Uses another one from now on, in the call too. */
export function chooseDevice(
  { local, call, actions }: { local: LocalMedia; call: RoomSession; actions: CallActions },
  kind: MediaDeviceKind,
  deviceId: string,
): void {
  local.choose(kind, deviceId);
  if (kind === 'audioinput' && call.own.microphone !== 'off') void actions.switchDevice('microphone');
  if (kind === 'videoinput' && call.own.camera) void actions.switchDevice('camera');
}
