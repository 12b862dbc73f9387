import type { AuditEntry } from '../../protocol/audit.ts';
import type { AuditId, RoomId, UserId } from '../../protocol/ids.ts';
import { isConversation } from '../../protocol/isConversation.ts';
import { limits } from '../../protocol/limits.ts';
import type { PersonInfo } from '../../protocol/people.ts';
import type { AuditAction } from '../../protocol/reasons.ts';
import type { Guests } from '../accounts/Guests.ts';
import type { Identity } from '../accounts/Identities.ts';
import { AppError } from '../errors.ts';
import { can } from '../rooms/permissions.ts';
import type { Roles } from '../rooms/Roles.ts';
import type { RoomRegistry } from '../rooms/RoomRegistry.ts';
import type { AuditQuery, AuditRecord } from '../store/ModerationStore.ts';
import type { Store } from '../store/Store.ts';

interface Parts {
  readonly store: Pick<Store, 'audit'>;
  readonly rooms: Pick<RoomRegistry, 'infos' | 'info'>;
  readonly roles: Roles;
  readonly guests: Pick<Guests, 'person'>;
}

/** What is looked for in the log. */
export interface AuditQuestion {
  readonly room?: RoomId | undefined;
  readonly to?: UserId | undefined;
  readonly actions?: readonly AuditAction[] | undefined;
  readonly q?: string | undefined;
  readonly before?: AuditId | undefined;
}

/** The log, as somebody may read it: of the rooms they moderate. */
export class AuditPages {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** The rooms that somebody moderates. */
  roomsOf({ id, loginId }: Pick<Identity, 'id' | 'loginId'>): { id: RoomId; name: string }[] {
    const { rooms, roles } = this.#parts;
    const newcomer = loginId ? 'member' : 'visitor';
    return rooms.infos
      .filter((info) => can(roles.of(info, id, newcomer), 'participant:remove', info))
      .filter(({ visibility }) => visibility !== 'direct')
      .map(({ id: roomId, name }) => ({ id: roomId, name }));
  }

  /**
   * Throws `forbidden` for a room that somebody does not moderate. Who keeps the house reads `everywhere` but in what
   * others talk in private.
   */
  async page(asker: Identity, { room, to, actions, q, before }: AuditQuestion, everywhere = false) {
    const own = this.roomsOf(asker);
    const ids = own.map(({ id }) => id);
    const info = room && this.#parts.rooms.info(room);
    const keeps = everywhere && !(info && isConversation(info));
    if (room && !keeps && !ids.includes(room)) {
      throw new AppError('forbidden', 'You do not moderate that room.');
    }
    const rooms = room ? [room] : everywhere ? null : ids;
    const found = await this.#list({ rooms, conversations: ids, to, actions, text: q, before });
    return { ...found, rooms: own };
  }

  /** What was done in the name of the house. */
  async ofHouse({ to, actions, q, before }: Omit<AuditQuestion, 'room'>) {
    return await this.#list({ rooms: null, house: true, to, actions, text: q, before });
  }

  /** Entries, with the people as they are called now. */
  async describe(records: readonly AuditRecord[]): Promise<AuditEntry[]> {
    const people = new Map<UserId, PersonInfo>();
    for (const id of new Set(records.flatMap(({ by, to }) => [by, to]))) {
      if (id) people.set(id, await this.#parts.guests.person({ id, language: 'en', loginId: null }));
    }
    return records.map(({ by, to, roomId, roomName, ...same }) => ({
      ...same,
      by: (by && people.get(by)) ?? null,
      to: (to && people.get(to)) ?? null,
      room: roomId ? { id: roomId, name: roomName } : null,
    }));
  }

  async #list(query: Omit<AuditQuery, 'count'>): Promise<{ entries: AuditEntry[]; more: boolean }> {
    const records = await this.#parts.store.audit.list({ ...query, count: limits.auditPage + 1 });
    return {
      entries: await this.describe(records.slice(0, limits.auditPage)),
      more: records.length > limits.auditPage,
    };
  }
}
