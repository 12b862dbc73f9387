import type { types } from 'mediasoup-client';
import type { TransportId } from '../../protocol/ids.ts';
import type { TransportInfo } from '../../protocol/rtp.ts';
import type { SignalingClient } from './SignalingClient.ts';

/** What mediasoup-client needs of what the server made. */
export function toOptions({
  id,
  iceParameters,
  iceCandidates,
  dtlsParameters,
}: TransportInfo): types.TransportOptions {
  return { id, iceParameters, iceCandidates, dtlsParameters };
}

/**
 * Tells the server the browser's fingerprint when the transport is first used. Nobody waits for the answer, which would
 * cost two round trips on the way in: what follows goes over the same line after it. A transport whose fingerprint did
 * not arrive is closed.
 */
export function connectTransport(transport: types.Transport, signaling: SignalingClient): void {
  const transportId = transport.id as TransportId;
  transport.on('connect', ({ dtlsParameters }, done) => {
    signaling
      .request('media:connectTransport', { transportId, dtlsParameters })
      .catch(() => transport.close());
    done();
  });
}
