import type { UserId } from '../../protocol/ids.ts';
import type { Guests } from '../accounts/Guests.ts';
import type { Discovery } from '../discovery/Discovery.ts';
import type { Logger } from '../log.ts';
import type { Sanctions } from '../moderation/Sanctions.ts';
import type { Audience } from '../people/Audience.ts';
import type { Circles } from '../people/Circles.ts';
import type { NoticeChoices } from '../people/NoticeChoices.ts';
import type { Notices } from '../people/Notices.ts';
import type { RoomCircles } from '../people/RoomCircles.ts';
import type { Ties } from '../people/Ties.ts';
import { type Clock, systemClock } from '../rooms/Clock.ts';
import type { Roles } from '../rooms/Roles.ts';
import type { RoomRegistry } from '../rooms/RoomRegistry.ts';
import type { Store } from '../store/Store.ts';
import { Answers } from './Answers.ts';
import { Attendance } from './Attendance.ts';
import { Calendar } from './Calendar.ts';
import { Covers } from './Covers.ts';
import { EventRooms } from './EventRooms.ts';
import { EventSearch } from './EventSearch.ts';
import { EventViews } from './EventViews.ts';
import { bringEventNews } from './eventNews.ts';
import { Feeds } from './Feeds.ts';
import { followStages } from './followStages.ts';
import { Recaps } from './Recaps.ts';
import { Reminders } from './Reminders.ts';
import { Schedule } from './Schedule.ts';

interface Needs {
  readonly store: Store;
  readonly rooms: Pick<RoomRegistry, 'create' | 'edit' | 'find' | 'info' | 'infos' | 'on'>;
  readonly ties: Ties;
  readonly circles: Circles;
  readonly roomCircles: RoomCircles;
  readonly audience: Audience;
  readonly sanctions: Sanctions;
  readonly roles: Roles;
  readonly guests: Pick<Guests, 'on'>;
  readonly discovery: Discovery;
  readonly mill: ConstructorParameters<typeof Covers>[0]['mill'];
  readonly shelf: ConstructorParameters<typeof Covers>[0]['shelf'];
  readonly notices: Notices;
  readonly choices: NoticeChoices;
  readonly clock?: Clock | undefined;
  readonly log: Logger;
}

/** What belongs to the calendar, put together. */
export type ScheduleParts = Awaited<ReturnType<typeof createScheduleParts>>;

/** Puts together what belongs to the calendar. */
export async function createScheduleParts(needs: Needs) {
  const { store, ties, discovery, log, clock = systemClock } = needs;
  const schedule = await Schedule.load(needs);
  const answers = await Answers.load({ store: store.schedule, schedule, log });
  const views = new EventViews({ schedule, answers, ties, interests: discovery });
  const calendar = new Calendar({ store, schedule, answers, views, ties });
  bringEventNews({ ...needs, schedule, answers });
  const reminders = await Reminders.load({
    ...needs,
    ...{ store: store.schedule, schedule, answers, calendar, rooms: new EventRooms(needs), clock },
  });
  followStages({ ...needs, schedule, clock });
  needs.rooms.on('removed', ({ id }) => {
    schedule.callOffIn(id).catch((error: unknown) => {
      log.error({ roomId: id, err: error }, 'events of a room not called off');
    });
  });
  const attendance = await Attendance.load({ ...needs, store: store.schedule, schedule, calendar, clock });
  const feeds = await Feeds.load(store.schedule);
  needs.guests.on('changed', (person) => {
    Promise.all([schedule.rename(person), answers.rename(person)]).catch((error: unknown) => {
      log.warn({ err: error }, 'events have a name of before');
    });
  });
  return {
    ...{ schedule, answers, views, calendar, feeds, reminders },
    search: new EventSearch({ schedule, calendar, views, interests: await store.interests.list() }),
    recaps: new Recaps({ ...needs, store, schedule, attendance, calendar, views, ties }),
    covers: new Covers({ ...needs, schedule }),
    /** What of it is somebody's goes with them. */
    async forget(userId: UserId) {
      answers.forget(userId);
      feeds.forget(userId);
      await schedule.forget(userId);
    },
  };
}
