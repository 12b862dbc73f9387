import type { pushRoutes } from '../../../protocol/push.ts';
import type { RouteHandlers } from '../bindRoutes.ts';
import type { HttpParts } from '../parts.ts';

/** The routes about being told while nothing of ours is open. */
export function pushHandlers({
  pushes,
}: Pick<HttpParts, 'pushes'>): Pick<RouteHandlers, keyof typeof pushRoutes> {
  return {
    push: () => ({ publicKey: pushes.publicKey }),
    async takePush({ body, requireGuest }) {
      const { id, loginId } = requireGuest();
      await pushes.take(id, loginId, body);
      return null;
    },
    async dropPush({ requireGuest }) {
      const { id, loginId } = requireGuest();
      await pushes.drop(id, loginId);
      return null;
    },
  };
}
