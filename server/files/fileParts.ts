import { join } from 'node:path';
import type { Config } from '../config.ts';
import type { Logger } from '../log.ts';
import type { Sanctions } from '../moderation/Sanctions.ts';
import type { Audience } from '../people/Audience.ts';
import type { Ties } from '../people/Ties.ts';
import type { RoomRegistry } from '../rooms/RoomRegistry.ts';
import type { Store } from '../store/Store.ts';
import { FileShelf } from './FileShelf.ts';
import { Files } from './Files.ts';
import { createMayRead } from './mayRead.ts';
import { type UploadParts, Uploads } from './Uploads.ts';

interface Needs extends Pick<UploadParts, 'mill' | 'isPicture'> {
  readonly config: Pick<Config, 'dataDir'>;
  /** Read anew each time: they may change. */
  readonly limits: UploadParts['limits'];
  readonly store: Pick<Store, 'files'>;
  readonly sanctions: Pick<Sanctions, 'isWelcome'>;
  readonly rooms: Pick<RoomRegistry, 'infos'>;
  readonly audience: Pick<Audience, 'mayEnter'>;
  readonly ties: Pick<Ties, 'areApart'>;
  readonly log: Logger;
}

/** What there is for files in the chat, put together. */
export function createFileParts({
  config,
  limits,
  store,
  sanctions,
  rooms,
  audience,
  ties,
  mill,
  isPicture,
  log,
}: Needs) {
  const mayRead = createMayRead(rooms, audience, sanctions);
  const fileShelf = new FileShelf(join(config.dataDir, 'files'));
  const common = { store: store.files, shelf: fileShelf, mayRead };
  const uploads = new Uploads({ ...common, mill, isPicture, limits });
  const files = new Files({ ...common, uploads, ties, log });
  return { uploads, files, fileShelf };
}
