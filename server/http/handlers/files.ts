import { HourlyLimit } from '../../RateLimit.ts';
import type { RouteHandlers } from '../bindRoutes.ts';
import type { HttpParts } from '../parts.ts';

const filesPerHour = 300;

type FileRoute = 'announceFile' | 'sendFile' | 'fileState' | 'dropFile';

/** The routes by which files are sent. */
export function fileHandlers({
  uploads,
  config,
}: Pick<HttpParts, 'uploads' | 'config'>): Pick<RouteHandlers, FileRoute> {
  const announced = new HourlyLimit(filesPerHour * config.rateScale);
  return {
    async announceFile({ body, address, requireGuest }) {
      const { id } = requireGuest();
      announced.take(address, id);
      return await uploads.announce(id, body);
    },

    sendFile: ({ params, query, incoming, requireGuest }) =>
      uploads.receive(requireGuest().id, params.id, query.offset, incoming),

    fileState: ({ params, requireGuest }) => uploads.state(requireGuest().id, params.id),

    async dropFile({ params, requireGuest }) {
      await uploads.drop(requireGuest().id, params.id);
      return {};
    },
  };
}
