import type { RequestHandler } from 'express';
import type { PersonInfo } from '../../protocol/people.ts';
import type { RoomInfo, RoomSettings } from '../../protocol/room.ts';
import type { AccountParts } from '../accounts/accountParts.ts';
import type { Config } from '../config.ts';
import type { Discovery } from '../discovery/Discovery.ts';
import type { Logger } from '../log.ts';
import type { Acquaintances } from '../people/Acquaintances.ts';
import type { Kindred } from '../people/Kindred.ts';
import type { Pictures } from '../people/Pictures.ts';
import type { Profiles } from '../people/Profiles.ts';

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
  readonly kindred: Kindred;
  readonly pictures: Pictures;
  /** Where the pictures of people are kept. */
  readonly shelf: { find(hash: string, size: 96 | 512): Promise<Buffer | null> };
  readonly rooms: { create(settings: RoomSettings, by: PersonInfo): Promise<RoomInfo> };
  readonly client: ClientFiles;
  /** What has to hold for this server to take visitors: each throws when it does not. */
  readonly checks: Readonly<Record<string, () => Promise<void>>>;
}
