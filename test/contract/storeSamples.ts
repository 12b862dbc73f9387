import { createECDH, randomBytes } from 'node:crypto';
import {
  ClientMessageId,
  EventDate,
  EventId,
  EventSlug,
  InterestSlug,
  NoticeId,
  RoomId,
  RoomSlug,
  UserId,
} from '../../protocol/ids.ts';
import type { PersonInfo } from '../../protocol/people.ts';
import type { Profile } from '../../protocol/profile.ts';
import type { PushAddress } from '../../protocol/push.ts';
import type { RoomInfo } from '../../protocol/room.ts';
import type { NoticeRecord } from '../../server/store/NoticeStore.ts';
import type { PushRecord } from '../../server/store/PushStore.ts';
import type { AnswerRecord, EventRecord } from '../../server/store/ScheduleStore.ts';
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
    keepDays: 0,
    ...{ mode: 'lounge', mics: 'free', turnSeconds: 60, handsOpen: true, doors: 'open', endedAt: null },
    openedBy: aGuest(),
    createdAt: 1_800_000_000_000,
    locked: false,
    entry: 'free',
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
    files: [],
    text: 'Hello 你好',
    ...changes,
  };
}

/** Something somebody was told. */
export function aNotice(changes: Partial<NoticeRecord> = {}): NoticeRecord {
  const who = aGuest();
  return {
    id: NoticeId.parse(randomId()),
    userId: aGuest().id,
    fold: `mention ${who.id}`,
    kind: 'mention',
    who,
    roomId: null,
    interest: null,
    event: null,
    seq: null,
    text: 'Is it rye?',
    count: 1,
    at: 1_800_000_000_000,
    read: false,
    ...changes,
  };
}

/** Where a browser can be told something. */
export function aPushAddress(changes: Partial<PushAddress> = {}): PushAddress {
  return {
    endpoint: `https://push.example/send/${randomId()}`,
    keys: {
      p256dh: createECDH('prime256v1').generateKeys('base64url'),
      auth: randomBytes(16).toString('base64url'),
    },
    language: 'en',
    ...changes,
  };
}

/** A browser that is told something while nothing is open in it. */
export function aPush(changes: Partial<PushRecord> = {}): PushRecord {
  return {
    ...aPushAddress(),
    userId: aGuest().id,
    loginId: null,
    since: 1_800_000_000_000,
    failures: 0,
    ...changes,
  };
}

/** An event that was announced. */
export function anEvent(changes: Partial<EventRecord> = {}): EventRecord {
  return {
    id: EventId.parse(randomId()),
    slug: EventSlug.parse(`event-${randomBytes(8).toString('hex')}`),
    status: 'published',
    title: 'Contact sheets, read aloud',
    topic: 'Every frame they did not choose, and why',
    description: 'Bring yours.\n带上你的。',
    interests: [InterestSlug.parse('film')],
    language: 'en',
    city: 'Lisboa',
    zone: 'Europe/Lisbon',
    minutes: 75,
    recurrence: null,
    capacity: null,
    visibility: 'open',
    mic: 'stage',
    chatMode: 'everyone',
    cover: null,
    author: aGuest(),
    people: [],
    startsAt: Date.UTC(2026, 10, 29, 20, 30),
    off: [],
    ended: {},
    roomId: null,
    circleId: null,
    sequence: 0,
    createdAt: 1_800_000_000_000,
    changedAt: 1_800_000_000_000,
    ...changes,
  };
}

/** What somebody answered to a date of an event. */
export function anAnswer(eventId: EventId, changes: Partial<AnswerRecord> = {}): AnswerRecord {
  const date = EventDate.parse('2026-11-29');
  return { eventId, date, person: aGuest(), answer: 'going', at: 1_800_000_000_000, ...changes };
}
