import type { Kysely, Transaction } from 'kysely';
import type { AccountTables } from './tables/accountTables.ts';
import type { BoardTables } from './tables/boardTables.ts';
import type { ClusterTables } from './tables/clusterTables.ts';
import type { HouseTables } from './tables/houseTables.ts';
import type { ModerationTables } from './tables/moderationTables.ts';
import type { NoticeTables } from './tables/noticeTables.ts';
import type { ScheduleTables } from './tables/scheduleTables.ts';

/**
 * The tables. To fit SQLite and PostgreSQL alike: ids are text, times whole milliseconds, truths 0 or 1, lists JSON
 * as text, and no SQL asks for the time.
 */
export interface Tables
  extends AccountTables,
    NoticeTables,
    ScheduleTables,
    ModerationTables,
    BoardTables,
    ClusterTables,
    HouseTables {
  interest: {
    slug: string;
    position: number;
    name_en: string;
    name_zh: string;
    hue: number;
    pattern: string;
    related: string;
    aliases: string;
  };
  guest: { id: string; name: string; avatar: string; picture: string | null };
  tie: { from_id: string; to_id: string; kind: string; since: number };
  presence: { user_id: string; status: string; visible_to: string; circles: string | null };
  circle: { id: string; owner_id: string; name: string; since: number; people: string };
  profile: {
    user_id: string;
    since: number;
    bio: string;
    pronouns: string;
    city: string;
    languages: string;
    interests: string;
    base: string;
    accent: string;
    wallpaper: string | null;
  };
  room: {
    id: string;
    slug: string;
    name: string;
    topic: string;
    interests: string;
    language: string;
    visibility: string;
    lasting: number;
    music: number;
    push_to_talk: number;
    chat_mode: string;
    slow_seconds: number;
    keep_days: number;
    opened_by_id: string;
    opened_by_name: string;
    opened_by_avatar: string;
    created_at: number;
    locked: number;
    /** What is frozen, as JSON. */
    frozen: string | null;
    /** What it has otherwise than the table, as JSON. */
    permissions: string;
    entry: string;
    parent_id: string | null;
    links: string;
    /** Who may be heard, and when, as JSON. */
    stage: string;
    /** For whom it is, where that is a circle. */
    circle_id: string | null;
  };
  room_filter: { room_id: string; words: string };
  room_passcode: { room_id: string; hash: string };
  invite: {
    id: string;
    room_id: string;
    token_digest: string;
    role: string;
    by_id: string;
    by_name: string;
    created_at: number;
    expires_at: number | null;
    most: number | null;
  };
  invite_use: { invite_id: string; room_id: string; user_id: string; used_at: number };
  room_role: { room_id: string; user_id: string; role: string; since: number };
  room_member: { room_id: string; user_id: string; since: number };
  seat: {
    participant_id: string;
    room_id: string;
    user_id: string;
    user_name: string;
    user_avatar: string;
    role: string;
    joined_at: number;
    hand_raised_at: number | null;
    spotlit: number;
    silenced: number;
    /** The place on stage, as JSON. */
    stage: string;
    tokens: string;
  };
  removal: {
    room_id: string;
    user_id: string;
    user_name: string;
    user_avatar: string;
    removed_at: number;
    until: number | null;
  };
  message: {
    id: string;
    room_id: string;
    seq: number;
    author_id: string;
    author_name: string;
    author_avatar: string;
    client_message_id: string;
    text: string;
    sent_at: number;
    /** Of the room's chat when this line last changed; 0: by a server that knew of none, and never since. */
    revision: number;
    edited_at: number | null;
    deleted: number;
    /** The place of the line it answers. */
    answers: number | null;
    reactions: string;
    /** Who is named, as JSON; `mention` finds the line by them. */
    mentions: string;
    /** What it carries, as JSON. */
    files: string;
    /** What the page says that it links to, as JSON. */
    preview: string | null;
    pinned: number;
  };
  file: {
    id: string;
    room_id: string;
    owner_id: string;
    about: string;
    kept: number;
    since: number;
    seq: number | null;
  };
  chat_read: { room_id: string; user_id: string; seq: number };
  /** Up to which line the words of a room can be searched. */
  message_searched: { room_id: string; seq: number };
  mention: { user_id: string; room_id: string; seq: number };
}

export type Database = Kysely<Tables>;
export type Work = Transaction<Tables>;
