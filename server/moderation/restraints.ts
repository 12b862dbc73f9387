import type { Restrained } from '../../protocol/moderation.ts';
import type { Restraint } from '../../protocol/reasons.ts';
import type { Participant } from '../rooms/Participant.ts';
import { isOwner } from '../rooms/permissions.ts';
import type { Room } from '../rooms/Room.ts';
import type { Sanction } from '../store/ModerationStore.ts';
import { isFrozenFor } from './Freezer.ts';
import { RaidWatch } from './RaidWatch.ts';
import type { Comer } from './traces.ts';

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
    const raid = raids.note(comer.guest);
    if (raid) room.emit('raided', raid);
  });
}

/** Throws `forbidden` for who was put out of a room; nobody puts its owner out. */
export function requireWelcome({ info, sanctions }: Room, comer: Comer): void {
  if (!isOwner(info, comer.userId)) sanctions.requireNone(info.id, 'out', comer);
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
