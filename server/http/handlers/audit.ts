import type { RouteHandlers } from '../bindRoutes.ts';
import type { HttpParts } from '../parts.ts';

/** The routes about the log. */
export function auditHandlers({
  moderation: { pages },
  house: { roles },
}: Pick<HttpParts, 'moderation' | 'house'>): Pick<RouteHandlers, 'audit'> {
  return {
    audit({ query, requireGuest }) {
      const asker = requireGuest();
      return pages.page(asker, query, asker.loginId !== null && roles.roleOf(asker.id) !== null);
    },
  };
}
