import type { Guests } from '../../accounts/Guests.ts';
import type { RouteHandlers } from '../bindRoutes.ts';

/** The routes about yourself. */
export function peopleHandlers(guests: Guests): Pick<RouteHandlers, 'me' | 'changeMe'> {
  return {
    async me({ guest, query, setCookie }) {
      if (guest) return guests.me(guest);
      const created = guests.create(query.language);
      setCookie(created.setCookie);
      return created.me;
    },

    changeMe: ({ body, requireGuest }) => guests.change(requireGuest(), body),
  };
}
