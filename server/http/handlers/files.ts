import { HourlyLimit } from '../../RateLimit.ts';
import type { RouteHandlers } from '../bindRoutes.ts';
import { comerOf } from '../comerOf.ts';
import type { HttpParts } from '../parts.ts';

const filesPerHour = 300;

type FileRoute = 'announceFile' | 'sendFile' | 'fileState' | 'dropFile';

/** The routes by which files are sent. */
export function fileHandlers({
  uploads,
  config,
  people: { tracer },
  moderation: { newcomers },
  rooms,
}: Pick<HttpParts, 'uploads' | 'config' | 'people' | 'moderation' | 'rooms'>): Pick<
  RouteHandlers,
  FileRoute
> {
  const announced = new HourlyLimit(filesPerHour * config.rateScale);
  return {
    async announceFile(call) {
      const { id } = call.requireGuest();
      announced.take(call.address, id);
      await newcomers.requireFile(rooms.info(call.body.roomId), comerOf(tracer, call));
      return await uploads.announce(id, call.body);
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
