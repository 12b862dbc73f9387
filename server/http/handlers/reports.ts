import type { RouteHandlers } from '../bindRoutes.ts';
import { comerOf } from '../comerOf.ts';
import type { HttpParts } from '../parts.ts';

type ReportHandlers = Pick<
  RouteHandlers,
  'report' | 'appeal' | 'reports' | 'decideReport' | 'passReportOn' | 'houseReports'
>;

/** The routes about what people report. */
export function reportHandlers({
  moderation: { reports },
  people: { tracer },
}: Pick<HttpParts, 'moderation' | 'people'>): ReportHandlers {
  return {
    async report({ body: { room, ...said }, requireGuest }) {
      await reports.add(requireGuest(), room, said);
      return null;
    },

    async appeal(call) {
      const { params, body } = call;
      await reports.appeal(call.requireGuest(), comerOf(tracer, call), params.slug, body.note);
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
