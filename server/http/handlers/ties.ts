import type { RouteHandlers } from '../bindRoutes.ts';
import { comerOf } from '../comerOf.ts';
import type { HttpParts } from '../parts.ts';

type TieHandlers = Pick<
  RouteHandlers,
  'ties' | 'tie' | 'untie' | 'followRoom' | 'unfollowRoom' | 'followInterest' | 'unfollowInterest'
>;

/** The routes about whom and what one knows. */
export function tieHandlers({
  people: { guests, tracer },
  acquaintances,
  moderation: { newcomers },
}: Pick<HttpParts, 'people' | 'acquaintances' | 'moderation'>): TieHandlers {
  return {
    ties: ({ requireGuest }) => acquaintances.of(requireGuest().id),
    async tie(call) {
      const { params } = call;
      const guest = call.requireGuest();
      if (params.kind === 'friend' && !acquaintances.isAskedBy(guest.id, params.id)) {
        await newcomers.requireFriend(comerOf(tracer, call), params.id);
      }
      // Whoever is to be found in the lists of others is known by name.
      await guests.change(guest, {});
      return await acquaintances.tie(guest.id, params.id, params.kind);
    },
    untie: ({ params, requireGuest }) => acquaintances.untie(requireGuest().id, params.id, params.kind),
    followRoom: ({ params, requireGuest }) => acquaintances.followRoom(requireGuest().id, params.slug, true),
    unfollowRoom: ({ params, requireGuest }) =>
      acquaintances.followRoom(requireGuest().id, params.slug, false),
    followInterest: ({ params, requireGuest }) =>
      acquaintances.followInterest(requireGuest().id, params.slug, true),
    unfollowInterest: ({ params, requireGuest }) =>
      acquaintances.followInterest(requireGuest().id, params.slug, false),
  };
}
