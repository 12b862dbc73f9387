import type { scheduleRoutes } from '../../../protocol/scheduleRoutes.ts';
import { AppError } from '../../errors.ts';
import { barOf } from '../../moderation/restraints.ts';
import { refusalFor } from '../../moderation/Sanctions.ts';
import { HourlyLimit } from '../../RateLimit.ts';
import { dateNamed } from '../../schedule/dates.ts';
import type { RouteHandlers } from '../bindRoutes.ts';
import { comerOf } from '../comerOf.ts';
import type { HttpParts } from '../parts.ts';

type ScheduleHandlers = Pick<RouteHandlers, keyof typeof scheduleRoutes>;

// Each opens a room, or tells many people.
const announcedPerHour = 30;
const coversPerHour = 60;

/** The routes about events. */
export function scheduleHandlers({
  calendar: { schedule, answers, views, calendar, feeds, covers, recaps },
  people: { guests, tracer },
  moderation: { newcomers, sanctions, roles },
  config,
}: Pick<HttpParts, 'calendar' | 'people' | 'moderation' | 'config'>): ScheduleHandlers {
  const announced = new HourlyLimit(announcedPerHour * config.rateScale);
  const taken = new HourlyLimit(coversPerHour * config.rateScale);
  return {
    events: ({ query, identity }) => calendar.events(query, identity?.id ?? null),
    ownEvents: ({ requireGuest }) => calendar.own(requireGuest().id),
    event: ({ params, query, identity }) => views.page(params.slug, query.date, identity?.id ?? null),
    async draftEvent({ body, requireGuest }) {
      const guest = requireGuest();
      return views.info(await schedule.draft(body, await guests.person(guest)), guest.id);
    },
    async editEvent({ params, body, requireGuest }) {
      const guest = requireGuest();
      return views.info(await schedule.edit(params.slug, body, guest.id), guest.id);
    },
    async publishEvent(call) {
      const { params } = call;
      const { id } = call.requireGuest();
      schedule.find(params.slug, id);
      announced.take(call.address, id);
      await newcomers.requireRoom(comerOf(tracer, call), params.slug);
      return views.info(await schedule.publish(params.slug, id), id);
    },
    async cancelEvent({ params, body, requireGuest }) {
      await schedule.cancel(params.slug, body.date, requireGuest().id);
      return null;
    },
    async takeCover({ params, body, address, requireGuest }) {
      const { id } = requireGuest();
      schedule.find(params.slug, id);
      taken.take(address, id);
      return views.info(await covers.take(params.slug, Buffer.from(body), id), id);
    },
    async dropCover({ params, requireGuest }) {
      const { id } = requireGuest();
      return views.info(await covers.drop(params.slug, id), id);
    },
    async answerEvent(call) {
      const { body } = call;
      const { slug, date } = call.params;
      const guest = call.requireGuest();
      const event = schedule.find(slug, guest.id);
      const time = dateNamed(event, date);
      if (!time) throw new AppError('not_found', 'There is no such date.');
      const room = schedule.roomOf(event);
      const bar = room && barOf(sanctions, roles, room, comerOf(tracer, call));
      // Staying away is what they are to do.
      if (bar && body.answer !== 'not') throw refusalFor(bar);
      await answers.answer(event, time, await guests.person(guest), body.answer);
      return views.occasion(event, time, guest.id);
    },
    eventRecap: ({ params, identity }) => recaps.of(params.slug, params.date, identity?.id ?? null),
    lastDate: ({ params, identity }) => recaps.last(params.slug, identity?.id ?? null),
    async feed({ requireGuest }) {
      return { token: await feeds.of(requireGuest().id) };
    },
    async renewFeed({ requireGuest }) {
      return { token: await feeds.renew(requireGuest().id) };
    },
  };
}
