import type { RouteHandlers } from '../bindRoutes.ts';
import type { HttpParts } from '../parts.ts';

/** The routes about the log. */
export function auditHandlers({
  moderation: { pages },
}: Pick<HttpParts, 'moderation'>): Pick<RouteHandlers, 'audit'> {
  return { audit: ({ query, requireGuest }) => pages.page(requireGuest(), query) };
}
