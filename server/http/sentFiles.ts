import { type Response, Router } from 'express';
import type { ChatFile } from '../../protocol/files.ts';
import { FileId } from '../../protocol/ids.ts';
import { clientAddress } from '../clientAddress.ts';
import { AppError } from '../errors.ts';
import type { RateLimit } from '../RateLimit.ts';
import type { HttpParts } from './parts.ts';

type Part = 'whole' | 'view' | 'thumb';

/** The files that lines carry, for whoever may read them. */
export function sentFileRoutes(
  { config, files, fileShelf, people }: Pick<HttpParts, 'config' | 'files' | 'fileShelf' | 'people'>,
  rateLimit: RateLimit,
): Router {
  const router = Router({ caseSensitive: true, strict: true });
  router.get(['/files/:id', '/files/:id/:part'], async (request, response, next) => {
    rateLimit.take('media', clientAddress(request, config.trustProxy), undefined);
    const identity = await people.identities.identify(request.headers.cookie);
    if (identity) rateLimit.takeBy('media', identity.id);
    const id = FileId.safeParse(request.params.id);
    const record = identity && id.success ? await files.find(id.data, identity.id) : null;
    const part = record && partOf(record.file, request.params.part);
    if (!record || !part) throw noSuchFile();
    describe(response, record.file);
    const path = fileShelf.path(record.file.id, part);
    response.sendFile(path, { cacheControl: false, lastModified: false }, (error) => {
      if (!error || response.headersSent) return;
      if ('status' in error && error.status === 416) response.sendStatus(416);
      // Gone between the question and this moment.
      else next(noSuchFile());
    });
  });
  return router;
}

/** Which of the parts on the disk an address means: a picture is handed out as it was made anew, and only so. */
function partOf({ picture }: ChatFile, asked: unknown): Part | null {
  if (asked === undefined) return picture ? 'view' : 'whole';
  return picture && (asked === 'view' || asked === 'thumb') ? asked : null;
}

function describe(response: Response, { name, type, picture }: ChatFile): void {
  // A way through folders is none of ours to tell.
  const plain = name.replaceAll(/[\\/\u2044\u2215\u29f8\uff0f\uff3c]/g, '_');
  const called = picture ? `${plain.replace(/\.\w{1,5}$/, '')}.webp` : plain;
  response.attachment(called);
  response.set({
    'Content-Type': type,
    // Asked for anew each time: who may not any more gets nothing, and whoever may gets no byte twice.
    'Cache-Control': 'private, no-cache',
    'Cross-Origin-Resource-Policy': 'same-origin',
    // Opened by itself it runs nothing.
    'Content-Security-Policy': "sandbox; default-src 'none'",
    'X-Content-Type-Options': 'nosniff',
  });
}

function noSuchFile(): AppError {
  return new AppError('not_found', 'There is no such file.');
}
