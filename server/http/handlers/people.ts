import type { AccountParts } from '../../accounts/accountParts.ts';
import type { RouteHandlers } from '../bindRoutes.ts';

/** The routes about yourself. */
export function peopleHandlers({ guests, logins }: AccountParts): Pick<RouteHandlers, 'me' | 'changeMe'> {
  return {
    async me({ identity, query, cookies, setCookie }) {
      if (!identity) {
        const created = guests.create(query.language);
        setCookie(created.setCookie);
        return created.me;
      }
      const renewed = await logins.see(cookies);
      if (renewed) setCookie(renewed);
      return await guests.me(identity);
    },

    changeMe: ({ body, requireGuest }) => guests.change(requireGuest(), body),
  };
}
