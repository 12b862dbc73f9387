import type { ParticipantId, RoomId } from '../../protocol/ids.ts';
import type { PersonInfo } from '../../protocol/people.ts';
import type { Role } from '../../protocol/ranks.ts';

/** A participant as it outlives the process: everything but its connection and its media. */
export interface SeatRecord {
  readonly participantId: ParticipantId;
  readonly roomId: RoomId;
  readonly person: PersonInfo;
  readonly role: Role;
  readonly joinedAt: number;
  readonly handRaisedAt: number | null;
  /** A host wants everybody to see this one large. */
  readonly spotlit: boolean;
  /** A host muted the participant, who has not spoken since. */
  readonly silenced: boolean;
  readonly stage: {
    readonly onStage: boolean;
    readonly handReason: string;
    readonly invitedUntil: number | null;
    readonly turnUntil: number | null;
  };
  /** Digests of the tokens that bring its owner back. */
  readonly tokens: readonly string[];
}

/**
 * Who sits where. It outlives the process, but a power cut may take the last moments: writing does not wait for
 * the disk.
 */
export interface SeatStore {
  /** Writes a seat, new or changed. Throws `not_found` for a room that is not kept. */
  save(seat: SeatRecord): Promise<void>;
  remove(id: ParticipantId): Promise<void>;
  /** All seats, in the order in which people came. */
  list(): Promise<SeatRecord[]>;
}
