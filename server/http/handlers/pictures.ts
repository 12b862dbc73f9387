import { HourlyLimit } from '../../RateLimit.ts';
import type { RouteHandlers } from '../bindRoutes.ts';
import type { HttpParts } from '../parts.ts';

// Cropping again and again until it fits is fine.
const picturesPerHour = 60;

/** The routes about one's own picture. */
export function pictureHandlers({
  pictures,
  config,
}: Pick<HttpParts, 'pictures' | 'config'>): Pick<RouteHandlers, 'takePicture' | 'dropPicture'> {
  const taken = new HourlyLimit(picturesPerHour * config.rateScale);
  return {
    async takePicture({ body, address, requireGuest }) {
      const guest = requireGuest();
      taken.take(address, guest.id);
      return await pictures.take(guest, Buffer.from(body));
    },

    dropPicture: ({ requireGuest }) => pictures.drop(requireGuest()),
  };
}
