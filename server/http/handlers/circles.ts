import type { circleRoutes } from '../../../protocol/circles.ts';
import type { RouteHandlers } from '../bindRoutes.ts';
import type { HttpParts } from '../parts.ts';

/** The routes about the lists of people that somebody keeps. */
export function circleHandlers({
  circles,
  acquaintances,
}: Pick<HttpParts, 'circles' | 'acquaintances'>): Pick<RouteHandlers, keyof typeof circleRoutes> {
  return {
    async circles({ requireGuest }) {
      const own = circles.of(requireGuest().id);
      const people = new Set(own.flatMap(({ people }) => people));
      return { circles: own, people: await acquaintances.people([...people]) };
    },
    makeCircle: ({ body, requireGuest }) => circles.make(requireGuest().id, body.name),
    renameCircle: ({ params, body, requireGuest }) => circles.rename(requireGuest().id, params.id, body.name),
    async dropCircle({ params, requireGuest }) {
      await circles.drop(requireGuest().id, params.id);
      return null;
    },
    async encircle({ params, requireGuest }) {
      await acquaintances.know(params.person);
      return await circles.add(requireGuest().id, params.id, params.person);
    },
    uncircle: ({ params, requireGuest }) => circles.remove(requireGuest().id, params.id, params.person),
  };
}
