import { limits } from '../../protocol/limits.ts';
import { isAtLeast } from '../../protocol/ranks.ts';
import type { RoomInfo } from '../../protocol/room.ts';
import type { EventPerson } from '../../protocol/schedule.ts';
import type { RoomCircles } from '../people/RoomCircles.ts';
import type { Roles } from '../rooms/Roles.ts';
import type { RoomRegistry } from '../rooms/RoomRegistry.ts';
import type { EventRecord } from '../store/ScheduleStore.ts';

interface Parts {
  readonly rooms: Pick<RoomRegistry, 'create' | 'edit' | 'info'>;
  readonly roomCircles: Pick<RoomCircles, 'set'>;
  readonly roles: Pick<Roles, 'assign' | 'given'>;
}

const roomRoles = { host: 'moderator', speaker: 'speaker' } as const;

/** The rooms in which events are. */
export class EventRooms {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** The room that an event gets of its own. */
  async open({
    title,
    topic,
    interests,
    language,
    visibility,
    circleId,
    ...event
  }: EventRecord): Promise<RoomInfo> {
    const { rooms, roomCircles } = this.#parts;
    const { mic, chatMode, author } = event;
    const features = {
      name: [...title].slice(0, limits.roomName).join(''),
      topic,
      interests,
      language,
      visibility,
      chatMode,
    };
    const habits = { lasting: true, music: false, pushToTalk: mic === 'hold', slowSeconds: 0, keepDays: 0 };
    const mode = mic === 'stage' ? ('stage' as const) : ('lounge' as const);
    const stage = { mode, mics: 'free' as const, turnSeconds: 60, handsOpen: true };
    const room = await rooms.create({ ...features, ...habits, ...stage }, author);
    // Whoever is early waits before the curtain until the hosts open it; other rooms are in no list before their time.
    await rooms.edit(room.id, { doors: 'backstage' });
    if (circleId) await roomCircles.set(room.id, circleId);
    return room;
  }

  /** A stage that is over from the last time waits before the curtain again; rooms that are none open by themselves. */
  async prepare({ roomId }: EventRecord): Promise<void> {
    const { rooms } = this.#parts;
    const room = roomId === null ? undefined : rooms.info(roomId);
    if (room?.mode === 'stage' && room.endedAt !== null) {
      await rooms.edit(room.id, { doors: 'backstage', endedAt: null });
    } else if (room?.mode === 'lounge' && room.doors === 'backstage') {
      await rooms.edit(room.id, { doors: 'open' });
    }
  }

  /** Who leads an event leads in its room, and its speakers speak there; who was that no more is it there no more. */
  async giveRoles({ roomId, people }: EventRecord, before: readonly EventPerson[]): Promise<void> {
    if (roomId === null) return;
    const { roles } = this.#parts;
    const given = new Map(roles.given(roomId).map(({ userId, role }) => [userId, role]));
    const now = new Map(people.map(({ person, role }) => [person.id, roomRoles[role]]));
    for (const { person, role } of before) {
      const stays = now.has(person.id) || given.get(person.id) !== roomRoles[role];
      if (!stays) await roles.assign(roomId, person.id, null);
    }
    for (const [userId, role] of now) {
      const has = given.get(userId);
      if (!has || !isAtLeast(has, role)) await roles.assign(roomId, userId, role);
    }
  }
}
