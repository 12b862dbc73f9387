// The raw worker driven directly, over the channel of the process that forked this one: what is left of a server
// when nothing but media is in it. Transports and codecs are ours.

import type { types } from 'mediasoup';
import { createWorker } from 'mediasoup';
import type { DtlsParameters, RtpCapabilities, RtpParameters, TransportInfo } from '../../protocol/rtp.ts';
import { consumerOptions, mediaCodecs } from '../../server/media/codecs.ts';
import { listenAddresses } from '../../server/media/listenAddresses.ts';
import { openTransport, toTransportInfo } from '../../server/media/transports.ts';

/** What the raw worker can be told to do. */
export type RawOrder =
  | { do: 'speak' }
  | { do: 'listen'; rtpCapabilities: RtpCapabilities }
  | { do: 'connect'; transportId: string; dtlsParameters: DtlsParameters }
  | { do: 'produce'; transportId: string; kind: 'audio' | 'video'; rtpParameters: RtpParameters }
  | { do: 'leave'; transportId: string };

/** An order on its way, and the answer to it. */
export type RawRequest = { id: number; order: RawOrder };
export type RawAnswer = { id: number; transport?: TransportInfo; error?: string };

const worker = await createWorker({ logLevel: 'error' });
const webRtcServer = await worker.createWebRtcServer({
  listenInfos: listenAddresses([]).flatMap(({ ip }) => [
    { protocol: 'udp' as const, ip },
    { protocol: 'tcp' as const, ip },
  ]),
});
const router = await worker.createRouter({ mediaCodecs });
const transports = new Map<string, types.WebRtcTransport>();
const producerIds: string[] = [];

async function open(direction: 'send' | 'receive'): Promise<types.WebRtcTransport> {
  const transport = await openTransport(router, webRtcServer, direction);
  transports.set(transport.id, transport);
  return transport;
}

function find(id: string): types.WebRtcTransport {
  const transport = transports.get(id);
  if (!transport) throw new Error(`There is no transport ${id}.`);
  return transport;
}

async function obey(order: RawOrder): Promise<TransportInfo | undefined> {
  switch (order.do) {
    case 'speak':
      return toTransportInfo(await open('send'));
    case 'listen': {
      const transport = await open('receive');
      const rtpCapabilities = order.rtpCapabilities as types.RtpCapabilities;
      await Promise.all(
        producerIds.map((producerId) =>
          transport.consume({ producerId, rtpCapabilities, ...consumerOptions }),
        ),
      );
      return toTransportInfo(transport);
    }
    case 'connect': {
      const { fingerprints, role } = order.dtlsParameters;
      await find(order.transportId).connect({ dtlsParameters: { fingerprints, ...(role && { role }) } });
      return undefined;
    }
    case 'produce': {
      const rtpParameters = order.rtpParameters as types.RtpParameters;
      const producer = await find(order.transportId).produce({ kind: order.kind, rtpParameters });
      producerIds.push(producer.id);
      return undefined;
    }
    case 'leave':
      find(order.transportId).close();
      transports.delete(order.transportId);
      return undefined;
  }
}

async function answer({ id, order }: RawRequest): Promise<RawAnswer> {
  try {
    const transport = await obey(order);
    return transport ? { id, transport } : { id };
  } catch (error) {
    return { id, error: String(error) };
  }
}

process.on('message', (request: RawRequest) => {
  void answer(request).then((given) => process.send?.(given));
});
process.once('disconnect', () => worker.close());
process.send?.({ id: 0 } satisfies RawAnswer);
