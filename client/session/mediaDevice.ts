import type { Device, types } from 'mediasoup-client';
import type { RtpCapabilities } from '../../protocol/rtp.ts';

// The library weighs more than the rest of the page: it comes when a room is near, not with the first paint.
const library = () => import('mediasoup-client');

/** Fetches mediasoup-client ahead of the tap. */
export function prepareMediaLibrary(): void {
  void library().catch(() => {
    // Asked for again when it is needed, where a failure is told.
  });
}

/** What this browser can send and receive through our router; null for a browser without WebRTC. */
export async function openDevice(routerRtpCapabilities: RtpCapabilities): Promise<Device | null> {
  if (!('RTCPeerConnection' in globalThis)) return null;
  const { Device, detectDeviceAsync } = await library();
  const handlerName = await detectDeviceAsync();
  if (!handlerName) return null;
  const device = new Device({ handlerName });
  await device.load({ routerRtpCapabilities: routerRtpCapabilities as types.RtpCapabilities });
  return device;
}
