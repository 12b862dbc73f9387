import { HourlyLimit } from '../../RateLimit.ts';
import type { RouteHandlers } from '../bindRoutes.ts';
import { comerOf } from '../comerOf.ts';
import type { HttpParts } from '../parts.ts';

type ReportHandlers = Pick<
  RouteHandlers,
  'report' | 'appeal' | 'reports' | 'decideReport' | 'passReportOn' | 'houseReports'
>;

// Somebody may report twenty times a day; whoever is somebody else each time is one address.
const reportsPerHour = 10;
/** How often somebody may object. */
export const appealsPerHour = 3;

/** The routes about what people report. */
export function reportHandlers({
  moderation: { reports },
  people: { tracer },
  config,
}: Pick<HttpParts, 'moderation' | 'people' | 'config'>): ReportHandlers {
  const reported = new HourlyLimit(reportsPerHour * config.rateScale);
  const appealed = new HourlyLimit(appealsPerHour * config.rateScale);
  return {
    async report({ body: { room, ...said }, address, requireGuest }) {
      const guest = requireGuest();
      reported.take(address, guest.id);
      await reports.add(guest, room, said);
      return null;
    },

    async appeal(call) {
      const { params, body } = call;
      const guest = call.requireGuest();
      appealed.take(call.address, guest.id);
      await reports.appeal(guest, comerOf(tracer, call), params.slug, body.note);
      return null;
    },

    async reports({ requireGuest }) {
      return { reports: await reports.list(requireGuest()) };
    },

    async passReportOn({ params, requireGuest }) {
      await reports.passOn(requireGuest(), params.id);
      return null;
    },

    async houseReports({ requireGuest }) {
      return { reports: await reports.listOfHouse(requireGuest()) };
    },

    async decideReport({ params, body, requireGuest }) {
      await reports.decide(requireGuest(), params.id, body.outcome);
      return null;
    },
  };
}
