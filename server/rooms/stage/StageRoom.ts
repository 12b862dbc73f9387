import type { EventEmitter } from 'node:events';
import type { ParticipantId } from '../../../protocol/ids.ts';
import type { RoomInfo } from '../../../protocol/room.ts';
import type { Crowd } from '../Crowd.ts';
import type { Floor } from '../Floor.ts';
import type { Participant } from '../Participant.ts';
import type { RoomEvents } from '../RoomEvents.ts';
import type { Tracks } from '../Tracks.ts';

/** What the stage needs of its room. */
export interface StageRoom extends EventEmitter<RoomEvents> {
  readonly info: RoomInfo;
  readonly participants: ReadonlyMap<ParticipantId, Participant>;
  readonly crowd: Pick<Crowd, 'shown'>;
  readonly tracks: Tracks;
  readonly floor: Floor;
  /** Throws `not_found`. */
  require(id: ParticipantId): Participant;
}
