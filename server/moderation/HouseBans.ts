import { EventEmitter } from 'node:events';
import type { RoomId, UndoId, UserId } from '../../protocol/ids.ts';
import { isConversation } from '../../protocol/isConversation.ts';
import { limits } from '../../protocol/limits.ts';
import type { PersonInfo } from '../../protocol/people.ts';
import { AppError } from '../errors.ts';
import type { RoomRegistry } from '../rooms/RoomRegistry.ts';
import type { Sanction } from '../store/ModerationStore.ts';
import { type AuditLog, entryOf } from './AuditLog.ts';
import type { LastTraces } from './LastTraces.ts';
import type { Grounds } from './Moderation.ts';
import { refusalFor, type Sanctions } from './Sanctions.ts';
import { type Comer, meansThem } from './traces.ts';
import { Undos } from './Undos.ts';

interface HouseBansEvents {
  /** Somebody may not be in the house any more: whoever comes as them is to leave. */
  imposed: [sanction: Sanction];
}

/** Who runs the house: `HouseRoles` is one. */
interface Keepers {
  roleOf(id: UserId): 'moderator' | 'admin' | null;
}

interface Parts {
  readonly sanctions: Sanctions;
  readonly keepers: Keepers;
  readonly traces: LastTraces;
  readonly rooms: Pick<RoomRegistry, 'liveRooms' | 'info' | 'remove'>;
  readonly person: (id: UserId) => Promise<PersonInfo>;
  readonly log: AuditLog;
}

/** Who may not come into the house at all, and rooms that are closed in its name. Each takes effect at once. */
export class HouseBans extends EventEmitter<HouseBansEvents> {
  readonly #parts: Parts;
  readonly #undos = new Undos();

  constructor(parts: Parts) {
    super();
    this.#parts = parts;
  }

  /** The latest first. */
  get list(): Sanction[] {
    return this.#parts.sanctions.list(null).filter(({ kind }) => kind === 'out');
  }

  /** What keeps somebody out of the house; of those who run it nobody is who is not named. */
  find(comer: Comer): Sanction | null {
    const { sanctions, keepers } = this.#parts;
    const all = sanctions.all(null, 'out', comer);
    const keeper = all.length > 0 && keepers.roleOf(comer.userId) !== null;
    return all.find(({ person }) => !keeper || person.id === comer.userId) ?? null;
  }

  /** Throws `barred`, with the time to wait if there is an end to it. */
  require(comer: Comer): void {
    const found = this.find(comer);
    if (found) throw refusalFor(found);
  }

  /** Throws `forbidden` for somebody to whom whoever asks may do nothing: admins, other moderators, and oneself. */
  requireAbove(by: UserId, to: UserId): void {
    const { keepers } = this.#parts;
    const [own, theirs] = [keepers.roleOf(by), keepers.roleOf(to)];
    const above = own === 'admin' ? theirs !== 'admin' : own === 'moderator' && theirs === null;
    if (by === to || !above) throw new AppError('forbidden', 'That person is not below you in this house.');
  }

  /** Keeps somebody out of the whole house; gives what takes it back for ten seconds. */
  async ban(by: UserId, to: UserId, { reason, note, minutes }: Grounds): Promise<UndoId> {
    const { sanctions, traces, person } = this.#parts;
    const [whom, who] = [await person(to), await person(by)];
    this.requireAbove(by, to);
    const since = Date.now();
    const { device, guest, invite, network } = traces.of(to);
    const sanction: Sanction = {
      ...{ person: whom, roomId: null, kind: 'out', since, reason, note, by: who, device },
      until: minutes === null ? null : since + Math.min(minutes, limits.restraintMinutes) * 60_000,
      invite: guest ? invite : null,
      network: guest ? network : null,
    };
    const key = { roomId: null, kind: 'out', userId: to } as const;
    const before = sanctions.of(key);
    this.#requireMayChange(by, before);
    const { until } = sanction;
    const kept = sanctions.impose(sanction, entryOf({ action: 'houseBanned', by, to, reason, note, until }));
    this.#putOut(sanction);
    await kept;
    return this.#undos.add(by, this, async () => {
      // What somebody else decided since is not one's own to take back.
      if (sanctions.of(key) !== sanction) {
        throw new AppError('gone', 'That cannot be taken back any more.');
      }
      const entry = entryOf({ action: 'undone', by, to, note: 'houseBanned' });
      if (before) await sanctions.impose(before, entry);
      else await sanctions.lift(key, entry);
    });
  }

  /** Lets somebody back in before the time. Throws `not_found`, and `forbidden` for what somebody above decided. */
  async lift(by: UserId, to: UserId): Promise<void> {
    const { sanctions } = this.#parts;
    const key = { roomId: null, kind: 'out', userId: to } as const;
    this.#requireMayChange(by, sanctions.of(key));
    await sanctions.lift(key, entryOf({ action: 'housePardoned', by, to }));
  }

  /** Lets in who became an admin by the code: nobody is kept out of the house on their own machine. */
  async letIn(admin: UserId): Promise<void> {
    if (this.#parts.sanctions.isBarred(admin)) await this.lift(admin, admin);
  }

  /** Throws `gone` when it is too late. */
  async undo(by: UserId, id: UndoId): Promise<void> {
    await this.#undos.take(by, this, id);
  }

  /** Closes a room for good, with all that was written in it. Throws `not_found`; what people say in private is theirs. */
  async closeRoom(by: UserId, id: RoomId, { reason, note }: Omit<Grounds, 'minutes'>): Promise<void> {
    const { rooms, log, keepers } = this.#parts;
    const room = rooms.info(id);
    if (!room || isConversation(room)) throw new AppError('not_found', 'There is no such room.');
    if (keepers.roleOf(room.openedBy.id) !== null) this.requireAbove(by, room.openedBy.id);
    await log.add({ action: 'roomClosed', by, to: room.openedBy.id, room, reason, note });
    await rooms.remove(id);
  }

  #requireMayChange(by: UserId, before: Sanction | null): void {
    const { keepers } = this.#parts;
    const above = before?.by && keepers.roleOf(before.by.id) === 'admin' && keepers.roleOf(by) !== 'admin';
    if (above) throw new AppError('forbidden', 'Somebody above you decided that.');
  }

  #putOut(sanction: Sanction): void {
    const now = Date.now();
    for (const room of this.#parts.rooms.liveRooms) {
      for (const participant of [...room.participants.values()]) {
        const meant = meansThem(sanction, participant.comer, now) && this.find(participant.comer) !== null;
        if (meant) room.remove(participant, 'removed');
      }
    }
    this.emit('imposed', sanction);
  }
}
