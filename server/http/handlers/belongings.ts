import type { RouteHandlers } from '../bindRoutes.ts';
import type { HttpParts } from '../parts.ts';
import { wordsFor } from '../words.ts';

type BelongingsHandlers = Pick<RouteHandlers, 'belongings' | 'writtenLines' | 'leaveForGood'>;

/** The routes about all that is somebody's. */
export function belongingsHandlers({
  belongings,
  farewell,
  people: { guests, guestCookie, logins },
}: Pick<HttpParts, 'belongings' | 'farewell' | 'people'>): BelongingsHandlers {
  return {
    belongings: async ({ requireGuest }) => await belongings.of(await guests.person(requireGuest())),
    async writtenLines({ query: { roomId, seq }, requireGuest }) {
      const after = roomId !== undefined && seq !== undefined ? { roomId, seq } : null;
      return await belongings.lines(requireGuest().id, after);
    },
    async leaveForGood({ requireGuest, setCookie }) {
      const guest = requireGuest();
      await farewell.leave(await guests.person(guest), wordsFor(guest.language).nobody);
      setCookie(logins.forget());
      setCookie(guestCookie.clear());
      return null;
    },
  };
}
