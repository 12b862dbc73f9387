import type { EventId, UserId } from '../../protocol/ids.ts';
import { isAtLeast, outranks } from '../../protocol/ranks.ts';
import type { Identity } from '../accounts/Identities.ts';
import type { Roles } from '../rooms/Roles.ts';
import type { RoomRegistry } from '../rooms/RoomRegistry.ts';
import type { Schedule } from '../schedule/Schedule.ts';
import type { ReportOutline } from '../store/ReportStore.ts';
import type { AuditPages } from './AuditPages.ts';

interface Parts {
  readonly rooms: Pick<RoomRegistry, 'info'>;
  readonly roles: Roles;
  readonly schedule: Pick<Schedule, 'byId'>;
  readonly pages: Pick<AuditPages, 'roomsOf'>;
  readonly keepers: { roleOf(id: UserId): 'moderator' | 'admin' | null };
}

// What nobody in the room took by then is no longer theirs alone.
const patienceMs = 24 * 3_600_000;

/** Who decides what is reported: those who keep order in the room, or those who do in the whole house. */
export class ReportDeciders {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** As somebody who moderates the room, and is above whoever is meant. Nobody decides about the room itself there. */
  mayInRoom(asker: Identity, { roomId, kind, person, reporterId }: ReportOutline): boolean {
    const { rooms, roles, pages } = this.#parts;
    const room = roomId && rooms.info(roomId);
    if (!room || kind === 'room' || kind === 'event' || reporterId === asker.id) return false;
    if (!pages.roomsOf(asker).some(({ id }) => id === room.id)) return false;
    const rank = roles.authorityOf(room, asker.id, asker.loginId ? 'member' : 'visitor');
    return !person || outranks(rank, roles.rankOf(room, person.id));
  }

  /** As somebody who keeps the house; what is about those who do is for admins. */
  mayInHouse(asker: Identity, report: ReportOutline, now = Date.now()): boolean {
    const own = asker.loginId === null ? null : this.#parts.keepers.roleOf(asker.id);
    if (own === null || report.reporterId === asker.id) return false;
    const about = this.#about(report);
    if (about === asker.id) return false;
    if (about && this.#parts.keepers.roleOf(about) !== null && own !== 'admin') return false;
    return this.isForHouse(report, now);
  }

  /** Whose affair it is: whoever is meant, wrote the event, or has the room; null: nobody any more. */
  #about({ person, event, roomId }: Pick<ReportOutline, 'person' | 'event' | 'roomId'>): UserId | null {
    const { rooms, schedule } = this.#parts;
    if (person) return person.id;
    const author = event === null ? undefined : schedule.byId(event as EventId)?.author;
    return author?.id ?? (roomId && rooms.info(roomId)?.openedBy.id) ?? null;
  }

  /** What is about a room, or who has it, what was passed on, and what nobody took for a day. */
  isForHouse({ toHouse, roomId, kind, person, state, at }: ReportOutline, now: number): boolean {
    const { rooms, roles } = this.#parts;
    const room = roomId && rooms.info(roomId);
    if (toHouse || !room || kind === 'room' || kind === 'event') return true;
    if (person && isAtLeast(roles.rankOf(room, person.id), 'coOwner')) return true;
    return state === 'open' && now - at > patienceMs;
  }
}
