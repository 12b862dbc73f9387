import type { ParticipantId, UndoId, UserId } from '../../protocol/ids.ts';
import { limits } from '../../protocol/limits.ts';
import type { PersonInfo } from '../../protocol/people.ts';
import { outranks, type Rank, rankOf } from '../../protocol/ranks.ts';
import type { AuditAction, Reason, Restraint } from '../../protocol/reasons.ts';
import { AppError } from '../errors.ts';
import type { Participant } from '../rooms/Participant.ts';
import { requireAbove } from '../rooms/permissions.ts';
import type { Room } from '../rooms/Room.ts';
import type { Sanction } from '../store/ModerationStore.ts';
import type { Store } from '../store/Store.ts';
import { type AuditLog, entryOf } from './AuditLog.ts';
import type { LineSweep } from './LineSweep.ts';
import { requireMayChange } from './restraints.ts';
import type { Sanctions } from './Sanctions.ts';
import { type Comer, meansThem, untraced } from './traces.ts';
import { Undos } from './Undos.ts';

/** Who is meant: somebody who is here or left lately, or by their own id anybody who wrote here. */
export interface Who {
  readonly participantId?: ParticipantId | undefined;
  readonly userId?: UserId | undefined;
}

/** Why, and for how long: in minutes; null: for good. */
export interface Grounds {
  readonly reason: Reason;
  readonly note: string;
  readonly minutes: number | null;
}

interface Target {
  readonly person: PersonInfo;
  readonly rank: Rank;
  readonly comer: Comer;
  readonly participant: Participant | undefined;
}

interface Parts {
  readonly sanctions: Sanctions;
  readonly log: AuditLog;
  readonly lines: LineSweep;
  readonly store: Pick<Store, 'guests' | 'messages'>;
}

const actions: Record<Exclude<Restraint, 'out'>, AuditAction> = {
  mute: 'muted',
  noVideo: 'videoOff',
  noChat: 'chatOff',
};

/** What moderators do to people, wherever they appear. Each takes effect at once, and is in the log when it is kept. */
export class Moderation {
  readonly #parts: Parts;
  readonly #undos = new Undos();

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Tells somebody what is not all right. */
  async warn(room: Room, by: Participant, who: Who, { reason, note }: Grounds): Promise<void> {
    const { person, participant } = await this.#below(room, by, who);
    if (!participant) throw new AppError('not_found', 'They are not here.');
    const deed = { action: 'warned', by: by.userId, to: person.id, room: room.info, reason, note } as const;
    const kept = this.#parts.log.add(deed);
    room.emit('warned', participant, { reason, note, by: by.person.name });
    await kept;
  }

  /** Takes the microphone, the pictures or the chat from somebody, for a time. */
  async restrain(
    room: Room,
    by: Participant,
    who: Who,
    kind: Exclude<Restraint, 'out'>,
    grounds: Grounds,
  ): Promise<UndoId> {
    const target = await this.#below(room, by, who);
    const sanction = this.#sanction(room, by, target, kind, grounds);
    const before = this.#before(room, by, sanction);
    const kept = this.#impose(room, sanction, actions[kind]);
    // Both at once: what fails in one is not to be without anybody who hears of it while the other is awaited.
    await Promise.all([this.#enforce(room, by.person.name, kind, sanction), kept]);
    return this.#undos.add(by.userId, room, () => this.#takeBack(room, by, sanction, before));
  }

  /** Puts somebody out, with every seat that is theirs, and keeps them out. */
  async expel(room: Room, by: Participant, who: Who, ban: boolean, grounds: Grounds): Promise<UndoId> {
    const target = await this.#below(room, by, who);
    const sanction = this.#sanction(room, by, target, 'out', grounds);
    const before = this.#before(room, by, sanction);
    const kept = this.#impose(room, sanction, ban ? 'banned' : 'removed');
    for (const participant of [...room.participants.values()]) {
      // Who came over the same network before is somebody else, and nobody is put out by who is not above them.
      const theirs =
        participant === target.participant || meansThem(sanction, participant.comer, sanction.since);
      if (theirs && outranks(by.authority, participant.rank)) room.remove(participant, 'removed');
    }
    room.door.refuse(target.person.id);
    await kept;
    return this.#undos.add(by.userId, room, () => this.#takeBack(room, by, sanction, before));
  }

  /** Takes away what somebody wrote here in the last hour; it comes back with what was done before, or alone. */
  async sweep(room: Room, by: Participant, who: Who, together?: UndoId): Promise<UndoId> {
    const { person } = await this.#below(room, by, who);
    const deed = { action: 'linesDeleted', by: by.userId, to: person.id, room: room.info } as const;
    await this.#parts.log.add(deed);
    const bringBack = await this.#parts.lines.take(room.info.id, person.id, by.person);
    const revert = async () => {
      await bringBack();
      const undone = { action: 'undone', by: by.userId, to: person.id, room: room.info } as const;
      await this.#parts.log.add({ ...undone, note: 'linesDeleted' });
    };
    if (!together) return this.#undos.add(by.userId, room, revert);
    this.#undos.extend(together, revert);
    return together;
  }

  /** Takes back what one did a moment ago. Throws `gone` when it is too late. */
  async undo(by: Participant, room: Room, id: UndoId): Promise<void> {
    await this.#undos.take(by.userId, room, id);
  }

  /** Ends what holds for somebody else before its time. Throws `forbidden` for what somebody above decided. */
  async lift(room: Room, by: Participant, userId: UserId, kind: Restraint): Promise<void> {
    const key = { roomId: room.info.id, userId, kind };
    const before = this.#parts.sanctions.of(key);
    if (before && userId === by.userId) throw new AppError('forbidden', 'That is for others to end.');
    requireMayChange(room, by, before);
    const deed = { action: 'lifted', by: by.userId, to: userId, room: room.info, note: kind } as const;
    await this.#parts.sanctions.lift(key, entryOf(deed));
    this.#tellLifted(room, userId, kind);
  }

  /** Somebody who is below whoever asks. Throws `not_found`, or `forbidden` for who is not. */
  async #below(room: Room, by: Participant, who: Who): Promise<Target> {
    const target = await this.find(room, who);
    requireAbove(by.authority, target.rank);
    return target;
  }

  /** Throws `not_found` for who neither is here nor was lately, nor wrote anything. */
  async find(room: Room, { participantId, userId }: Who): Promise<Target> {
    const here = participantId ? room.participants.get(participantId) : userId && room.find(userId);
    if (here) return { person: here.person, rank: here.rank, comer: here.comer, participant: here };
    const left = room.leavers.list().find(({ id, person }) => id === participantId || person.id === userId);
    if (left) {
      // They may be here again, on another seat.
      const again = room.find(left.person.id);
      return again
        ? { ...left, ...{ rank: again.rank, comer: again.comer }, participant: again }
        : { ...left, rank: this.#rankNow(room, left), participant: undefined };
    }
    if (!userId) throw new AppError('not_found', 'There is no such participant.');
    const { messages } = this.#parts.store;
    const [person] = await messages.authors(room.info.id, [userId]);
    if (!person) throw new AppError('not_found', 'Nobody like that was here.');
    const rank = room.roles.rankOf(room.info, userId);
    return { person, rank, comer: { ...untraced, userId, guest: true }, participant: room.find(userId) };
  }

  /** They may have become somebody else since they left. */
  #rankNow({ info, roles }: Room, { person, comer }: Pick<Target, 'person' | 'comer'>): Rank {
    const role = roles.of(info, person.id, comer.guest ? 'visitor' : 'member');
    return rankOf({ role, keeper: roles.isKeeper(info, person.id) });
  }

  #sanction(
    room: Room,
    by: Participant,
    { person, comer }: Target,
    kind: Restraint,
    { reason, note, minutes }: Grounds,
  ): Sanction {
    const since = Date.now();
    const { device, guest, invite, network } = comer;
    return {
      person,
      roomId: room.info.id,
      kind,
      since,
      until: minutes === null ? null : since + Math.min(minutes, limits.restraintMinutes) * 60_000,
      reason,
      note,
      by: by.person,
      device,
      invite: guest ? invite : null,
      network: guest ? network : null,
    };
  }

  /** What stands there already. Throws `forbidden` where somebody above whoever acts decided it. */
  #before(room: Room, by: Participant, { roomId, person, kind }: Sanction): Sanction | null {
    const before = this.#parts.sanctions.of({ roomId, userId: person.id, kind });
    requireMayChange(room, by, before);
    return before;
  }

  #impose(room: Room, sanction: Sanction, action: AuditAction): Promise<void> {
    const { person, by, reason, note, until } = sanction;
    const deed = { action, by: by?.id ?? null, to: person.id, room: room.info, reason, note, until };
    return this.#parts.sanctions.impose(sanction, entryOf(deed));
  }

  async #enforce(room: Room, by: string, kind: Restraint, sanction: Sanction): Promise<void> {
    const meant = [...room.participants.values()].filter(
      ({ comer }) => this.#parts.sanctions.find(room.info.id, kind, comer) === sanction,
    );
    for (const participant of meant) room.emit('restrained', participant, sanction);
    const muted = kind === 'mute' ? meant.map((participant) => room.silence(participant, by)) : [];
    await Promise.all([room.floor.enforce(by), ...muted]);
  }

  async #takeBack(room: Room, by: Participant, sanction: Sanction, before: Sanction | null): Promise<void> {
    const { person, kind, roomId } = sanction;
    const { sanctions } = this.#parts;
    // What somebody else decided since is not one's own to take back.
    if (sanctions.of({ roomId, userId: person.id, kind }) !== sanction) {
      throw new AppError('gone', 'That cannot be taken back any more.');
    }
    const deed = { action: 'undone', by: by.userId, to: person.id, room: room.info, note: kind } as const;
    if (before) await sanctions.impose(before, entryOf(deed));
    else await sanctions.lift({ roomId, userId: person.id, kind }, entryOf(deed));
    if (!before) this.#tellLifted(room, person.id, kind);
  }

  #tellLifted(room: Room, userId: UserId, kind: Restraint): void {
    const participant = room.find(userId);
    if (participant && kind !== 'out') room.emit('lifted', participant, kind);
  }
}
