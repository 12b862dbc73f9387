import type { AuditId, RoomId, UserId } from '../../protocol/ids.ts';
import type { PersonInfo } from '../../protocol/people.ts';
import type { AuditAction, Reason, Restraint } from '../../protocol/reasons.ts';

/** Something that was done to keep order. People are named by their ids alone: who they are now is looked up. */
export interface AuditRecord {
  readonly id: AuditId;
  readonly at: number;
  readonly action: AuditAction;
  /** Null: by itself. */
  readonly by: UserId | null;
  readonly to: UserId | null;
  readonly roomId: RoomId | null;
  readonly roomName: string;
  readonly reason: Reason | null;
  readonly note: string;
  readonly until: number | null;
}

export interface AuditQuery {
  /** In one of these; null: anywhere. */
  readonly rooms: readonly RoomId[] | null;
  /** Of what people talk in private only that in one of these; left out: all. */
  readonly conversations?: readonly RoomId[] | undefined;
  /** In no room, but in the name of the house. */
  readonly house?: boolean | undefined;
  readonly to?: UserId | undefined;
  readonly actions?: readonly AuditAction[] | undefined;
  /** In the note, the name of the room or of a person, over upper and lower case. */
  readonly text?: string | undefined;
  readonly before?: AuditId | undefined;
  readonly count: number;
}

/** What was done to keep order: it grows, and nothing of it is ever changed or taken away. */
export interface AuditStore {
  add(record: AuditRecord): Promise<void>;
  /** The latest first. */
  list(query: AuditQuery): Promise<AuditRecord[]>;
}

/** By what else but their id somebody is known who has no account. */
interface Traces {
  readonly device: string | null;
  /** The invitation they came by. */
  readonly invite: string | null;
  /** Of the network they came from, a keyed hash. */
  readonly network: string | null;
}

/** Something that holds for somebody for a time, in one room or everywhere. */
export interface Sanction extends Traces {
  readonly person: PersonInfo;
  /** Null: everywhere. */
  readonly roomId: RoomId | null;
  readonly kind: Restraint;
  readonly since: number;
  /** Null: for good. */
  readonly until: number | null;
  readonly reason: Reason;
  readonly note: string;
  readonly by: PersonInfo | null;
}

export type SanctionKey = Pick<Sanction, 'roomId' | 'kind'> & { readonly userId: UserId };

/** What holds for whom. Each change is written together with what the log says of it, or not at all. */
export interface SanctionStore {
  /** All of them, the oldest first. */
  list(): Promise<Sanction[]>;
  /** In the place of one of the same kind. Throws `not_found` for a room that is not kept. */
  impose(sanction: Sanction, entry: AuditRecord): Promise<void>;
  /** One that is not there is fine. */
  lift(key: SanctionKey, entry: AuditRecord): Promise<void>;
}
