import type { Frozen } from '../../protocol/frozen.ts';
import type { Rank } from '../../protocol/ranks.ts';
import type { RoomInfo } from '../../protocol/room.ts';
import { AppError } from '../errors.ts';
import type { Participant } from '../rooms/Participant.ts';
import { can } from '../rooms/permissions.ts';
import type { Room } from '../rooms/Room.ts';
import type { RoomRegistry } from '../rooms/RoomRegistry.ts';
import type { AuditLog } from './AuditLog.ts';

type Parts = Pick<Frozen, 'joins' | 'speak' | 'show' | 'chat'>;
type Door = Pick<RoomInfo, 'frozen' | 'permissions'>;

/** Whether something is frozen for a role. */
export function isFrozenFor(info: Door, part: keyof Parts, role: Rank): boolean {
  return info.frozen?.[part] === true && !can(role, 'room:freeze', info);
}

/** Throws while something is frozen for a role. */
export function requireThawed(info: Door, part: 'joins' | 'chat', role: Rank): void {
  if (!isFrozenFor(info, part, role)) return;
  if (part === 'joins') throw new AppError('room_locked', 'The room is frozen for a while.');
  throw new AppError('forbidden', 'The chat is frozen for a while.');
}

/** Stops a room that is being disturbed, and lets it go again in parts. */
export class Freezer {
  readonly #rooms: RoomRegistry;
  readonly #log: AuditLog;

  constructor(rooms: RoomRegistry, log: AuditLog) {
    this.#rooms = rooms;
    this.#log = log;
  }

  async freeze(room: Room, by: Participant, { note, ...parts }: Parts & { note: string }): Promise<RoomInfo> {
    const frozen = Object.values(parts).some(Boolean);
    const what = Object.entries(parts).flatMap(([part, on]) => (on ? [part] : []));
    const said = [what.join(', '), note].filter(Boolean).join(': ');
    const action = frozen ? 'frozen' : 'thawed';
    const deed = { action, by: by.userId, room: room.info, note: said } as const;
    const kept = this.#log.add(deed);
    const value = frozen ? { ...parts, note, by: by.person.name, at: Date.now() } : null;
    const edited = this.#rooms.edit(room.info.id, { frozen: value });
    await Promise.all([kept, edited]);
    if (frozen) {
      for (const participant of [...room.participants.values()]) room.stage.hands.lower(participant);
      await room.floor.enforce(by.person.name);
    }
    return room.info;
  }
}
