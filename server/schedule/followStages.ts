import type { RoomId } from '../../protocol/ids.ts';
import type { RoomInfo } from '../../protocol/room.ts';
import type { Logger } from '../log.ts';
import type { Clock } from '../rooms/Clock.ts';
import type { RoomRegistry } from '../rooms/RoomRegistry.ts';
import { datesBetween, earlyMs } from './dates.ts';
import type { Schedule } from './Schedule.ts';

interface Parts {
  readonly schedule: Pick<Schedule, 'announced' | 'setEnd'>;
  readonly rooms: Pick<RoomRegistry, 'on'>;
  readonly clock: Pick<Clock, 'now'>;
  readonly log: Logger;
}

/** Whoever ends a stage ends the date that is on there; beginning anew within its time takes that back. */
export function followStages({ schedule, rooms, clock, log }: Parts): void {
  const follow = async ({ id, endedAt }: RoomInfo) => {
    for (const event of schedule.announced.filter(({ roomId, status }) => isOf(id, roomId, status))) {
      // By the times that were announced: what has ended is on for this question.
      const on = datesBetween({ ...event, ended: {} }, clock.now(), clock.now() + earlyMs);
      const time = on.find(({ cancelled }) => !cancelled);
      // An end from before it says nothing of it.
      const isOld = endedAt !== null && time !== undefined && endedAt < time.startsAt - earlyMs;
      if (time && !isOld) await schedule.setEnd(event.id, time.date, endedAt);
    }
  };
  rooms.on('opened', (room) => {
    room.on('edited', (info) => {
      follow(info).catch((error: unknown) => log.warn({ roomId: info.id, err: error }, 'date not ended'));
    });
  });
}

function isOf(id: RoomId, roomId: RoomId | null, status: string): boolean {
  return roomId === id && status === 'published';
}
