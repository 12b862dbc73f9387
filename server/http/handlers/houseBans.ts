import { HourlyLimit } from '../../RateLimit.ts';
import type { RouteHandlers } from '../bindRoutes.ts';
import { comerOf } from '../comerOf.ts';
import type { HttpParts } from '../parts.ts';
import { appealsPerHour } from './reports.ts';

type HouseBanHandlers = Pick<
  RouteHandlers,
  'houseBans' | 'banFromHouse' | 'pardonFromHouse' | 'undoInHouse' | 'closeRoom' | 'appealToHouse'
>;

/** The routes of those who keep order in the whole house. */
export function houseBanHandlers({
  moderation: { bans, reports },
  people: { tracer },
  config,
}: Pick<HttpParts, 'moderation' | 'people' | 'config'>): HouseBanHandlers {
  const appealed = new HourlyLimit(appealsPerHour * config.rateScale);
  return {
    houseBans: () => ({
      bans: bans.list.map(({ person, since, until, reason, note, by }) => ({
        ...{ person, since, until, reason, note },
        by: by?.name ?? null,
      })),
    }),
    async banFromHouse({ params, body, requireMember }) {
      return { undo: await bans.ban(requireMember().id, params.id, body) };
    },
    async pardonFromHouse({ params, requireMember }) {
      await bans.lift(requireMember().id, params.id);
      return null;
    },
    async undoInHouse({ body, requireMember }) {
      await bans.undo(requireMember().id, body.id);
      return null;
    },
    async closeRoom({ params, body, requireMember }) {
      await bans.closeRoom(requireMember().id, params.id, body);
      return null;
    },
    async appealToHouse(call) {
      const guest = call.requireGuest();
      appealed.take(call.address, guest.id);
      await reports.appealToHouse(guest, comerOf(tracer, call), call.body.note);
      return null;
    },
  };
}
