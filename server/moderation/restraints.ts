import type { Restrained } from '../../protocol/moderation.ts';
import { outranks } from '../../protocol/ranks.ts';
import type { Restraint } from '../../protocol/reasons.ts';
import type { RoomInfo } from '../../protocol/room.ts';
import { AppError } from '../errors.ts';
import type { Participant } from '../rooms/Participant.ts';
import { homeOf, isOwner } from '../rooms/permissions.ts';
import type { Roles } from '../rooms/Roles.ts';
import type { Room } from '../rooms/Room.ts';
import type { Sanction } from '../store/ModerationStore.ts';
import { isFrozenFor } from './Freezer.ts';
import { RaidWatch } from './RaidWatch.ts';
import { refusalFor, type Sanctions } from './Sanctions.ts';
import type { Comer } from './traces.ts';

/** What of a room says who may come in: `Room` is one. */
type Door = Pick<Room, 'info' | 'sanctions' | 'roles'>;

/** Keeps the floor of a room from those who may not speak or show something for a while. */
export function holdBack(room: Room): void {
  room.floor.add((participant, source) => {
    const kind = source === 'microphone' ? 'mute' : 'noVideo';
    const found = room.sanctions.find(room.info.id, kind, participant.comer);
    if (found) return 'A host decided that, for a while.';
    const part = kind === 'mute' ? 'speak' : 'show';
    return isFrozenFor(room.info, part, participant.authority) ? 'The room is frozen for a while.' : null;
  });
  room.on('participantLeft', (participant, reason) => {
    if (reason !== 'replaced' && reason !== 'closed') room.leavers.add(participant);
  });
  const raids = new RaidWatch();
  room.on('participantJoined', ({ userId, comer }) => {
    room.leavers.drop(userId);
    // A crowd that comes to listen is what a stage is for.
    const raid = room.info.mode === 'stage' ? null : raids.note(comer.guest);
    if (raid) room.emit('raided', raid);
  });
}

/**
 * Throws `forbidden` for who was put out of a room, or of the house. Nobody locks its owner out but who keeps the house,
 * and nobody at all those who do, but for what was said of them by name; in conversations they are like everybody else.
 */
export function requireWelcome(room: Door, comer: Comer): void {
  for (const id of new Set([room.info.id, homeOf(room.info)])) {
    const bar = barOf(room.sanctions, room.roles, { ...room.info, id }, comer);
    if (bar) throw refusalFor(bar);
  }
}

/** What keeps somebody out of a room; null: nothing. */
export function barOf(
  sanctions: Sanctions,
  roles: Roles,
  info: Pick<RoomInfo, 'id' | 'visibility' | 'openedBy'>,
  comer: Comer,
): Sanction | null {
  const all = sanctions.all(info.id, 'out', comer);
  const holds = ({ roomId, person, by }: Sanction) => {
    if (roomId === null) return person.id === comer.userId || !roles.keepsHouse(comer.userId);
    if (roles.isKeeper(info, comer.userId)) return false;
    return !isOwner(info as RoomInfo, comer.userId) || (by !== null && roles.isKeeper(info, by.id));
  };
  return all.find(holds) ?? null;
}

/** Throws `forbidden` where somebody who is above whoever acts decided something: it is not theirs to end or to replace. */
export function requireMayChange({ info, roles }: Room, by: Participant, before: Sanction | null): void {
  if (!before?.by) return;
  const own = by.keeper ? by.rank : by.authority;
  if (!outranks(roles.rankOf(info, before.by.id), own)) return;
  throw new AppError('forbidden', 'Somebody above you decided that.');
}

/** What holds for somebody who is in a room. */
export function restraintsOf(room: Room, { comer }: Participant): Restrained[] {
  const kinds: readonly Restraint[] = ['mute', 'noVideo', 'noChat'];
  return kinds.flatMap((kind) => {
    const found = room.sanctions.find(room.info.id, kind, comer);
    return found ? [toRestrained(found)] : [];
  });
}

/** What somebody is told of what holds for them. */
export function toRestrained({ kind, since, until, reason, note, by }: Sanction): Restrained {
  return { kind, since, until, reason, note, by: by?.name ?? null };
}
