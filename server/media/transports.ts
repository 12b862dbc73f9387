import type { types } from 'mediasoup';
import type { TransportId } from '../../protocol/ids.ts';
import type { TransportInfo } from '../../protocol/rtp.ts';
import type { Direction } from './api.ts';

// Two cameras and a shared screen; more is a fault or an attack.
const maxIncomingBitrate = 6_000_000;

/** How long a transport waits for its browser, unless told otherwise. */
export const connectWithinMs = 20_000;

/**
 * A transport on the worker's one port. Without SCTP: everything that is not media goes over Socket.IO, and a
 * whole protocol cannot be attacked.
 */
export async function openTransport(
  router: types.Router,
  webRtcServer: types.WebRtcServer,
  direction: Direction,
  withinMs = connectWithinMs,
): Promise<types.WebRtcTransport> {
  const transport = await router.createWebRtcTransport({
    webRtcServer,
    enableUdp: true,
    enableTcp: true,
    preferUdp: true,
    enableSctp: false,
    // RFC 7675: stop sending when the browser no longer answers. Ten seconds is the least mediasoup allows. The
    // transport stays: the browser's next check finds it again, with these credentials or with those of a restart.
    iceConsentTimeout: 10,
    // A newcomer sees the large picture within a second instead of climbing to it.
    initialAvailableOutgoingBitrate: 3_000_000,
  });
  // mediasoup keeps a transport that nobody ever comes to, and one whose handshake ended: the closing is ours.
  const patience = setTimeout(() => transport.close(), withinMs).unref();
  transport.observer.once('close', () => clearTimeout(patience));
  transport.on('dtlsstatechange', (state) => {
    if (state === 'connected') clearTimeout(patience);
    if (state === 'failed' || state === 'closed') transport.close();
  });
  if (direction === 'receive') return transport;
  try {
    await transport.setMaxIncomingBitrate(maxIncomingBitrate);
    return transport;
  } catch (error) {
    transport.close();
    throw error;
  }
}

/** What the browser needs of a transport. */
export function toTransportInfo(transport: types.WebRtcTransport): TransportInfo {
  return {
    id: transport.id as TransportId,
    iceParameters: transport.iceParameters,
    iceCandidates: transport.iceCandidates.map((candidate) => ({
      foundation: candidate.foundation,
      priority: candidate.priority,
      ip: candidate.ip,
      address: candidate.address,
      protocol: candidate.protocol,
      port: candidate.port,
      type: 'host' as const,
      ...(candidate.tcpType && { tcpType: candidate.tcpType }),
    })),
    dtlsParameters: {
      fingerprints: transport.dtlsParameters.fingerprints,
      ...(transport.dtlsParameters.role && { role: transport.dtlsParameters.role }),
    },
  };
}
