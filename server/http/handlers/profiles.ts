import type { RouteHandlers } from '../bindRoutes.ts';
import type { HttpParts } from '../parts.ts';

/** The routes about people's pages. */
export function profileHandlers({
  people: { guests },
  profiles,
  kindred,
}: Pick<HttpParts, 'people' | 'profiles' | 'kindred'>): Pick<
  RouteHandlers,
  'profile' | 'changeProfile' | 'kindred'
> {
  return {
    async profile({ params, identity }) {
      return await profiles.page(params.id, identity && (await guests.person(identity)));
    },

    async kindred({ requireGuest }) {
      return { people: await kindred.of(requireGuest().id) };
    },

    async changeProfile({ body, requireGuest }) {
      const guest = requireGuest();
      // Whoever has a page is known by name to those who look at it later.
      await guests.change(guest, {});
      return await profiles.write(guest.id, body);
    },
  };
}
