import type { RoomId, UserId } from '../../protocol/ids.ts';
import type { Role } from '../../protocol/ranks.ts';

/** A room gave somebody a role. */
export interface GivenRole {
  readonly roomId: RoomId;
  readonly userId: UserId;
  readonly role: Role;
  readonly since: number;
}

export interface RoleStore {
  /** All of them, the oldest first. */
  list(): Promise<GivenRole[]>;
  /** In the place of the one before. Throws `not_found` for a room that is not kept. */
  save(role: GivenRole): Promise<void>;
  /** One that is not there is fine. */
  remove(role: Pick<GivenRole, 'roomId' | 'userId'>): Promise<void>;
}
