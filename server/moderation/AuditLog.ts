import { AuditId, type RoomId, type UserId } from '../../protocol/ids.ts';
import type { RoomInfo } from '../../protocol/room.ts';
import { randomId } from '../rooms/Participant.ts';
import type { AuditRecord, AuditStore } from '../store/ModerationStore.ts';

/** What is said of something that was done; what is left out is nobody, nothing, or for that moment. */
export type Deed = Pick<AuditRecord, 'action'> &
  Partial<Pick<AuditRecord, 'by' | 'to' | 'reason' | 'note' | 'until'>> & {
    readonly room?: Pick<RoomInfo, 'id' | 'name'> | null;
  };

/** Makes an entry of the log of what is being done now. */
export function entryOf({ room = null, by = null, to = null, ...deed }: Deed): AuditRecord {
  return {
    id: AuditId.parse(randomId()),
    at: Date.now(),
    action: deed.action,
    by,
    to,
    roomId: (room?.id ?? null) as RoomId | null,
    roomName: room?.name ?? '',
    reason: deed.reason ?? null,
    note: deed.note ?? '',
    until: deed.until ?? null,
  };
}

/** Writes down what was done that leaves nothing else behind. */
export class AuditLog {
  readonly #store: AuditStore;

  constructor(store: AuditStore) {
    this.#store = store;
  }

  /** Begun before what it tells of takes effect; resolves when it is kept. */
  add(deed: Deed): Promise<void> {
    return this.#store.add(entryOf(deed));
  }

  /** What was done to somebody in a room, the latest first. */
  async about(roomId: RoomId, to: UserId, count: number): Promise<AuditRecord[]> {
    return await this.#store.list({ rooms: [roomId], to, count });
  }
}
