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
  // The size first: the first picture after a pause is to be none that is too large.
  if (shown && (consumer.type === 'simulcast' || consumer.type === 'svc')) {
    await consumer.setPreferredLayers({ spatialLayer, temporalLayer });
  }
  await letFlow(consumer, { wanted: shown });
}

/** Whether a track is to flow: its owner wants it, and it is open to everybody. */
export interface Flow {
  readonly wanted: boolean;
  readonly open: boolean;
}

/** Says of a consumer what is otherwise than before. It is asked for again where nothing is: the last word counts. */
export async function letFlow(consumer: types.Consumer, change: Partial<Flow>): Promise<void> {
  const { wanted = true, open = true }: Partial<Flow> = Object.assign(consumer.appData, change);
  await (wanted && open ? consumer.resume() : consumer.pause()).catch((error: unknown) => {
    if (!consumer.closed) throw error;
  });
}
