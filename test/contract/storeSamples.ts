import { randomBytes } from 'node:crypto';
import { ClientMessageId, InterestSlug, RoomId, RoomSlug, UserId } from '../../protocol/ids.ts';
import type { PersonInfo } from '../../protocol/people.ts';
import type { Profile } from '../../protocol/profile.ts';
import type { RoomInfo } from '../../protocol/room.ts';
import type { MessageDraft } from '../../server/store/Store.ts';

const randomId = () => randomBytes(16).toString('base64url');

/** A guest nobody else is. */
export function aGuest(): PersonInfo {
  return { id: UserId.parse(randomId()), name: 'Priya', avatar: 'seed-1' };
}

/** What somebody says about themselves. */
export function aProfile(changes: Partial<Profile> = {}): Profile {
  return {
    bio: 'Fixes radios, mostly by making them worse first.\n修收音机。',
    pronouns: 'she/her',
    city: 'Rotterdam',
    languages: ['nl', 'en', 'ar'],
    interests: [InterestSlug.parse('hardware'), InterestSlug.parse('cooking')],
    theme: { base: 'dark', accent: 'lagoon', wallpaper: InterestSlug.parse('hardware') },
    ...changes,
  };
}

/** A room with an id and a slug of its own. */
export function aRoom(changes: Partial<RoomInfo> = {}): RoomInfo {
  return {
    id: RoomId.parse(randomId()),
    slug: RoomSlug.parse(`room-${randomBytes(8).toString('hex')}`),
    name: 'Backyard observatory',
    topic: 'Saturn on camera',
    interests: [InterestSlug.parse('astronomy')],
    language: 'en',
    visibility: 'open',
    lasting: false,
    music: false,
    pushToTalk: false,
    chatMode: 'everyone',
    slowSeconds: 0,
    openedBy: aGuest(),
    createdAt: 1_800_000_000_000,
    locked: false,
    ...changes,
  };
}

/** A message that was not sent yet. */
export function aDraft(roomId: RoomId, changes: Partial<MessageDraft> = {}): MessageDraft {
  return {
    roomId,
    author: aGuest(),
    clientMessageId: ClientMessageId.parse(randomId()),
    answers: null,
    mentions: [],
    text: 'Hello 你好',
    ...changes,
  };
}
