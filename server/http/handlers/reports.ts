import type { RouteHandlers } from '../bindRoutes.ts';
import type { HttpParts } from '../parts.ts';

type ReportHandlers = Pick<RouteHandlers, 'report' | 'appeal' | 'reports' | 'decideReport'>;

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

    async appeal({ params, body, requireGuest, cookies, address }) {
      const by = requireGuest();
      const comer = { ...tracer.of(cookies, address), userId: by.id, guest: by.loginId === null };
      await reports.appeal(by, comer, params.slug, body.note);
      return null;
    },

    async reports({ requireGuest }) {
      return { reports: await reports.list(requireGuest()) };
    },

    async decideReport({ params, body, requireGuest }) {
      await reports.decide(requireGuest(), params.id, body.outcome);
      return null;
    },
  };
}
