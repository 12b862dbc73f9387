import type { RequestHandler } from 'express';
import type { RoomId } from '../../protocol/ids.ts';
import type { PersonInfo } from '../../protocol/people.ts';
import type { RoomInfo, RoomSettings } from '../../protocol/room.ts';
import type { AccountParts } from '../accounts/accountParts.ts';
import type { Config } from '../config.ts';
import type { Discovery } from '../discovery/Discovery.ts';
import type { FileShelf } from '../files/FileShelf.ts';
import type { Files } from '../files/Files.ts';
import type { Uploads } from '../files/Uploads.ts';
import type { HouseDesk } from '../house/HouseDesk.ts';
import type { HouseParts } from '../house/houseParts.ts';
import type { LoadParts } from '../load/loadParts.ts';
import type { Logger } from '../log.ts';
import type { ModerationParts } from '../moderation/moderationParts.ts';
import type { Acquaintances } from '../people/Acquaintances.ts';
import type { Belongings } from '../people/Belongings.ts';
import type { Circles } from '../people/Circles.ts';
import type { Conversations } from '../people/Conversations.ts';
import type { Farewell } from '../people/Farewell.ts';
import type { Kindred } from '../people/Kindred.ts';
import type { NoticeChoices } from '../people/NoticeChoices.ts';
import type { Notices } from '../people/Notices.ts';
import type { OwnHome } from '../people/OwnHome.ts';
import type { Pictures } from '../people/Pictures.ts';
import type { Profiles } from '../people/Profiles.ts';
import type { Pushes } from '../people/Pushes.ts';
import type { RoomCircles } from '../people/RoomCircles.ts';
import type { ScheduleParts } from '../schedule/scheduleParts.ts';

/** The built client. */
export interface ClientFiles {
  /** `index.html`, with the mark `<!--head-->` where a page's own tags go. */
  index(): Promise<string>;
  /** Answers requests for all its other files. */
  readonly serve: RequestHandler;
}

/** What the HTTP door needs of the rest of the server. */
export interface HttpParts {
  readonly config: Config;
  readonly log: Logger;
  readonly people: AccountParts;
  readonly discovery: Discovery;
  readonly profiles: Profiles;
  readonly acquaintances: Acquaintances;
  readonly circles: Circles;
  readonly roomCircles: Pick<RoomCircles, 'set'>;
  readonly kindred: Kindred;
  readonly pictures: Pictures;
  /** Where the pictures of people are kept. */
  readonly shelf: { find(hash: string, size: 96 | 512): Promise<Buffer | null> };
  /** What people send in the chat: on its way, for whoever may have it, and where it lies. */
  readonly uploads: Uploads;
  readonly files: Pick<Files, 'find'>;
  readonly fileShelf: Pick<FileShelf, 'path'>;
  readonly rooms: {
    create(settings: RoomSettings, by: PersonInfo): Promise<RoomInfo>;
    info(id: RoomId): RoomInfo | undefined;
  };
  readonly conversations: Conversations;
  readonly belongings: Belongings;
  readonly farewell: Farewell;
  readonly notices: Notices;
  readonly choices: NoticeChoices;
  readonly pushes: Pick<Pushes, 'publicKey' | 'take' | 'drop'>;
  readonly ownHome: OwnHome;
  readonly calendar: ScheduleParts;
  readonly moderation: ModerationParts;
  readonly house: HouseParts;
  readonly desk: HouseDesk;
  readonly load: LoadParts;
  readonly client: ClientFiles;
  /** What has to hold for this server to take visitors: each throws when it does not. */
  readonly checks: Readonly<Record<string, () => Promise<void>>>;
}
