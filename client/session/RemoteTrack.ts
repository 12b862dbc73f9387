import type { types } from 'mediasoup-client';
import type { ParticipantId, ProducerId } from '../../protocol/ids.ts';
import type { Source } from '../../protocol/sources.ts';

/** A track of somebody else, as it arrives. */
export interface RemoteTrack {
  readonly producerId: ProducerId;
  readonly participantId: ParticipantId;
  readonly source: Source;
  readonly consumer: types.Consumer;
  readonly stream: MediaStream;
}
