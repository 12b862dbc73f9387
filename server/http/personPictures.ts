import { Router } from 'express';
import { PictureHash } from '../../protocol/people.ts';
import { clientAddress } from '../clientAddress.ts';
import { AppError } from '../errors.ts';
import type { RateLimit } from '../RateLimit.ts';
import type { HttpParts } from './parts.ts';

/** The pictures people gave themselves. What a name stands for never changes. */
export function personPictureRoutes(
  { config, shelf }: Pick<HttpParts, 'config' | 'shelf'>,
  rateLimit: RateLimit,
): Router {
  const router = Router({ caseSensitive: true, strict: true });
  router.get('/pictures/:hash/:size.webp', async (request, response) => {
    rateLimit.take('media', clientAddress(request, config.trustProxy), undefined);
    const hash = PictureHash.safeParse(request.params.hash);
    const size = ([96, 512] as const).find((size) => String(size) === request.params.size);
    const picture = hash.success && size ? await shelf.find(hash.data, size) : null;
    if (!picture) throw new AppError('not_found', 'There is no such picture.');
    response.set({
      'Content-Type': 'image/webp',
      'Cache-Control': 'public, max-age=31536000, immutable',
      'Cross-Origin-Resource-Policy': 'same-origin',
      // Opened by itself it is a picture and nothing else.
      'Content-Security-Policy': "sandbox; default-src 'none'",
      'X-Content-Type-Options': 'nosniff',
    });
    response.send(picture);
  });
  return router;
}
