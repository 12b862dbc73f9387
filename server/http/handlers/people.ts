import type { AccountParts } from '../../accounts/accountParts.ts';
import type { RouteHandlers } from '../bindRoutes.ts';

/** The routes about yourself. */
export function peopleHandlers({
  guests,
  logins,
  tracer,
}: AccountParts): Pick<RouteHandlers, 'me' | 'changeMe'> {
  const mark = (cookies: string | undefined, setCookie: (value: string) => void) => {
    const marked = tracer.mark(cookies);
    if (marked) setCookie(marked);
  };
  return {
    async me({ identity, query, cookies, setCookie }) {
      if (!identity) {
        const created = guests.create(query.language);
        setCookie(created.setCookie);
        mark(cookies, setCookie);
        return created.me;
      }
      const renewed = await logins.see(cookies);
      if (renewed) setCookie(renewed);
      mark(cookies, setCookie);
      return await guests.me(identity);
    },

    changeMe: ({ body, requireGuest }) => guests.change(requireGuest(), body),
  };
}
