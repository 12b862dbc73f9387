import type { ChatMessage, Mention } from '../../protocol/chat.ts';
import type { ReadMark } from '../../protocol/chatReading.ts';
import type {
  CircleId,
  ClientMessageId,
  FileId,
  InterestSlug,
  RoomId,
  RoomSlug,
  UserId,
} from '../../protocol/ids.ts';
import type { InterestInfo } from '../../protocol/interest.ts';
import type { Stamp } from '../../protocol/lines.ts';
import type { PersonInfo } from '../../protocol/people.ts';
import type { PresenceChoice } from '../../protocol/presence.ts';
import type { LinkPreview } from '../../protocol/previews.ts';
import type { Profile } from '../../protocol/profile.ts';
import type { RoomInfo } from '../../protocol/room.ts';
import type { TieKind } from '../../protocol/ties.ts';
import type { AccountStore, LoginStore } from './AccountStore.ts';
import type { BoardStore } from './BoardStore.ts';
import type { DoorStore } from './DoorStore.ts';
import type { FileStore } from './FileStore.ts';
import type { FilterStore } from './FilterStore.ts';
import type { HouseStore } from './HouseStore.ts';
import type { AuditStore, SanctionStore } from './ModerationStore.ts';
import type { NoticeStore } from './NoticeStore.ts';
import type { PushStore } from './PushStore.ts';
import type { ReportStore } from './ReportStore.ts';
import type { RoleStore } from './RoleStore.ts';
import type { ScheduleStore } from './ScheduleStore.ts';
import type { SeatStore } from './SeatStore.ts';
import type { SecretStore } from './SecretStore.ts';

/** An interest as it is kept: without the counts, which belong to the moment, but with what else people search for. */
export type Interest = Omit<InterestInfo, 'liveRooms' | 'people'> & { readonly aliases: readonly string[] };

export interface InterestStore {
  /** All of them, in the order they are shown. */
  list(): Promise<Interest[]>;
}

export interface GuestStore {
  find(id: UserId): Promise<PersonInfo | null>;
  /** Writes a guest, new or changed. */
  save(guest: PersonInfo): Promise<void>;
}

/** What somebody shows on the own page. */
export interface ProfileRecord {
  readonly id: UserId;
  /** When it was written first. */
  readonly since: number;
  readonly profile: Profile;
}

export interface ProfileStore {
  find(id: UserId): Promise<ProfileRecord | null>;
  /** What everybody is into. */
  interests(): Promise<{ id: UserId; interests: InterestSlug[] }[]>;
  /** Writes a page, new or changed; `since` stays as it was written first. */
  save(record: ProfileRecord): Promise<void>;
}

/** Somebody knows somebody, or something: a room by its id, an interest by its short name. */
export interface Tie {
  readonly from: UserId;
  readonly to: string;
  readonly kind: TieKind | 'room' | 'interest';
  readonly since: number;
}

export interface TieStore {
  /** All of them, the oldest first. */
  list(): Promise<Tie[]>;
  /** One that is there stays as it is. */
  save(tie: Tie): Promise<void>;
  /** One that is not there is fine. */
  remove(tie: Omit<Tie, 'since'>): Promise<void>;
}

/** A list of people that somebody keeps: nobody else knows of it. */
export interface Circle {
  readonly id: CircleId;
  readonly owner: UserId;
  readonly name: string;
  readonly since: number;
  /** In the order in which they came. */
  readonly people: readonly UserId[];
}

export interface CircleStore {
  /** All of them, the oldest first. */
  list(): Promise<Circle[]>;
  /** Writes a circle, new or changed. */
  save(circle: Circle): Promise<void>;
  /** One that is not there is fine. */
  remove(id: CircleId): Promise<void>;
}

/** How people want to be seen. */
export interface PresenceStore {
  list(): Promise<{ id: UserId; choice: PresenceChoice }[]>;
  save(id: UserId, choice: PresenceChoice): Promise<void>;
}

export interface RoomStore {
  /** Throws `conflict` when the slug is taken. */
  add(room: RoomInfo): Promise<void>;
  find(slug: RoomSlug): Promise<RoomInfo | null>;
  /** Every kept room, the newest first. */
  list(): Promise<RoomInfo[]>;
  update(room: RoomInfo): Promise<void>;
  /** For which circles those rooms are that are for one. */
  circles(): Promise<{ roomId: RoomId; circleId: CircleId }[]>;
  /** Throws `not_found`. */
  setCircle(roomId: RoomId, circleId: CircleId): Promise<void>;
  /** Removes a room with its messages; one that is not there is fine. */
  remove(id: RoomId): Promise<void>;
}

/** Somebody belongs to a room that is for some people only. */
export interface Member {
  readonly roomId: RoomId;
  readonly userId: UserId;
  readonly since: number;
}

export interface MemberStore {
  /** All of them, the oldest first. */
  list(): Promise<Member[]>;
  /** One that is there stays as it is. Throws `not_found` for a room that is not kept. */
  save(member: Member): Promise<void>;
  /** One that is not there is fine. */
  remove(member: Omit<Member, 'since'>): Promise<void>;
}

/** A line of chat before it has its place. */
export interface MessageDraft {
  readonly roomId: RoomId;
  readonly author: PersonInfo;
  readonly clientMessageId: ClientMessageId;
  readonly text: string;
  /** The place of the line it answers. */
  readonly answers: number | null;
  readonly mentions: readonly Mention[];
  readonly files: readonly FileId[];
}

/** The place of a line. */
export interface Place {
  readonly roomId: RoomId;
  readonly seq: number;
}

/** A line as its author may take it along. */
export interface WrittenLine extends Place {
  readonly text: string;
  readonly sentAt: number;
}

/** Which line is meant, and by whom it is changed. */
export interface MessageChange {
  readonly roomId: RoomId;
  readonly seq: number;
  readonly by: PersonInfo;
}

export interface MessagePage {
  /** Oldest first. */
  readonly messages: ChatMessage[];
  /** Whether there is more in the direction asked for. */
  readonly more: boolean;
}

/** The end of a room's chat, and its revision. */
export interface LatestMessages extends MessagePage {
  readonly revision: number;
}

/** Every write gives the line as it is then, with the next revision of its room, after the commit is on the disk. */
export interface MessageStore {
  /**
   * Stores a message and gives it the next number of its room.
   * The same author's same `clientMessageId` stores nothing and gives what was stored (`isNew: false`).
   * Throws `not_found` for a room that is not kept, for an answer to a line that is not there, and for a file that is
   * not the author's, not sent to this room, or carried by another line.
   */
  add(draft: MessageDraft): Promise<{ message: ChatMessage; isNew: boolean }>;
  /** Throws `not_found`, `forbidden` for somebody else's line, `gone` for one that was deleted. */
  edit(change: MessageChange, text: string, mentions: readonly Mention[]): Promise<ChatMessage>;
  /** Takes the text, the files and all reactions away; a deleted one stays as it is. Throws as `edit`, unless `any` may be. */
  remove(change: MessageChange, any: boolean): Promise<ChatMessage>;
  /** Brings back what `remove` took away; a line that is there stays as it is. */
  restore(change: MessageChange, was: ChatMessage): Promise<ChatMessage>;
  /** Throws `not_found`, `gone` for a deleted line, `conflict` when as many as may have put that stamp there. */
  react(change: MessageChange, stamp: Stamp, on: boolean): Promise<ChatMessage>;
  /** Throws `not_found`, `gone` for a deleted line, `conflict` when as many as may be are pinned. */
  pin(change: MessageChange, pinned: boolean): Promise<ChatMessage>;
  /** Shows what a line links to, or no longer; its picture is carried by the line. Throws as `edit`. */
  preview(change: MessageChange, preview: LinkPreview | null): Promise<ChatMessage>;
  /** The lines that are pinned, in their order. */
  pins(roomId: RoomId): Promise<ChatMessage[]>;
  /** The lines before one that have all words of a text, the latest first; of the last word its beginning will do. */
  search(roomId: RoomId, text: string, seq: number, count: number): Promise<MessagePage>;
  latest(roomId: RoomId, count: number): Promise<LatestMessages>;
  before(roomId: RoomId, seq: number, count: number): Promise<MessagePage>;
  after(roomId: RoomId, seq: number, count: number): Promise<MessagePage>;
  /** Those of these people who wrote in the room, as they were called then. */
  authors(roomId: RoomId, ids: readonly UserId[]): Promise<PersonInfo[]>;
  /** The places of lines that were said before a time, and are neither pinned nor deleted, the oldest first. */
  aged(roomId: RoomId, before: number, count: number): Promise<number[]>;
  /** What somebody wrote and did not delete, after a place of a room, by rooms and places; null: from the first on. */
  writtenBy(id: UserId, after: Place | null, count: number): Promise<WrittenLine[]>;
  /** Where somebody put stamps. */
  stampedBy(id: UserId): Promise<(Place & { readonly stamp: Stamp })[]>;
  /** Calls the author of lines otherwise; readers see it when they come the next time. */
  renameAuthor(id: UserId, person: Pick<PersonInfo, 'name' | 'avatar'>): Promise<void>;
  /** What changed since a revision, in the order of revisions. */
  changes(roomId: RoomId, revision: number, count: number): Promise<MessagePage>;
}

/** How far people read. Like a seat it does not wait for the disk. */
export interface ReadingStore {
  /** Null for somebody who never read there. At most `count` places of later lines that name them, the latest. */
  find(roomId: RoomId, userId: UserId, count: number): Promise<ReadMark | null>;
  /** Every room in which somebody read something, and how far. */
  rooms(userId: UserId): Promise<{ roomId: RoomId; seq: number }[]>;
  /** A mark never goes back. Throws `not_found` for a room that is not kept. */
  save(roomId: RoomId, userId: UserId, seq: number): Promise<void>;
}

/** What outlives a restart. Storage that does not answer throws `storage_unavailable`, a full one `storage_full`. */
export interface Store {
  readonly interests: InterestStore;
  readonly guests: GuestStore;
  readonly accounts: AccountStore;
  readonly logins: LoginStore;
  readonly profiles: ProfileStore;
  readonly ties: TieStore;
  readonly circles: CircleStore;
  readonly presences: PresenceStore;
  readonly notices: NoticeStore;
  readonly pushes: PushStore;
  readonly schedule: ScheduleStore;
  readonly rooms: RoomStore;
  readonly members: MemberStore;
  readonly roles: RoleStore;
  readonly board: BoardStore;
  readonly doors: DoorStore;
  readonly filters: FilterStore;
  readonly messages: MessageStore;
  readonly files: FileStore;
  readonly reading: ReadingStore;
  readonly seats: SeatStore;
  readonly audit: AuditStore;
  readonly sanctions: SanctionStore;
  readonly reports: ReportStore;
  readonly house: HouseStore;
  readonly secrets: SecretStore;
  /** Removes all that is somebody's alone: who they are, how they sign in, whom they know, what they read. */
  forget(id: UserId): Promise<void>;
  /** Throws when the storage cannot be read. */
  ping(): Promise<void>;
  /** Told how long it took to keep what was written together, in milliseconds; memory keeps at once. */
  onCommit?: (ms: number) => void;
  /** Refuses changes as `draining` until it is released; resolves when those that wait are written. */
  hold(): Promise<void>;
  /** Takes changes again. */
  release(): void;
  /** Writes what waits, then closes. */
  close(): Promise<void>;
}
