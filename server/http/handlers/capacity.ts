import { capacityOf } from '../../load/capacityOf.ts';
import type { RouteHandlers } from '../bindRoutes.ts';
import type { HttpParts } from '../parts.ts';

/** The route of how much this server holds. */
export function capacityHandlers({ load }: Pick<HttpParts, 'load'>): Pick<RouteHandlers, 'capacity'> {
  return { capacity: () => capacityOf(load) };
}
