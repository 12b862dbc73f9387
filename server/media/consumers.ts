import type { types } from 'mediasoup';
import type { ConsumerId, ProducerId } from '../../protocol/ids.ts';
import type { ConsumerInfo, ConsumerPreference } from '../../protocol/media.ts';
import type { RtpParameters } from '../../protocol/rtp.ts';
import type { PlacedProducer } from './MediasoupRoom.ts';

/** What the browser has to know to receive. */
export function toConsumerInfo(consumer: types.Consumer, { ownerId, source }: PlacedProducer): ConsumerInfo {
  return {
    id: consumer.id as ConsumerId,
    producerId: consumer.producerId as ProducerId,
    participantId: ownerId,
    source,
    rtpParameters: consumer.rtpParameters as RtpParameters,
  };
}

/** Lets a consumer flow, or not, and no larger than wanted. */
export async function prefer(
  consumer: types.Consumer,
  preference: ConsumerPreference | undefined,
): Promise<void> {
  if (!preference) return;
  const { shown, spatialLayer, temporalLayer } = preference;
  if (!shown) {
    await consumer.pause();
    return;
  }
  // The size first: the first picture after a pause is to be none that is too large.
  if (consumer.type === 'simulcast' || consumer.type === 'svc') {
    await consumer.setPreferredLayers({ spatialLayer, temporalLayer });
  }
  await consumer.resume();
}
