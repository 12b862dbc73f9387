import { z } from 'zod';
import { ChatMessage } from './chat.ts';
import { ReadMark } from './chatReading.ts';
import { request } from './define.ts';
import { Entry, Outside, RoomKey } from './door.ts';
import { LinkWriters } from './filter.ts';
import { Frozen } from './frozen.ts';
import {
  CircleId,
  InterestSlug,
  ParticipantId,
  RoomId,
  RoomSlug,
  SeatToken,
  TransportId,
  UserId,
} from './ids.ts';
import { limits } from './limits.ts';
import { JoinedMedia, ProducerInfo, sends, VideoCodecName } from './media.ts';
import { Restrained, StoppedSource } from './moderation.ts';
import { AvatarSeed, LanguageTag, PersonInfo, PictureHash } from './people.ts';
import { Quality } from './quality.ts';
import { Role, RoomPermissions } from './roles.ts';
import { RtpCapabilities } from './rtp.ts';
import { StageInfo, StageSettings, StageTimes } from './stage.ts';
import { line } from './text.ts';

/** What whoever opens a room says about it. */
export const RoomSettings = z
  .strictObject({
    name: line(1, limits.roomName),
    topic: line(0, limits.topic).default(''),
    interests: z
      .array(InterestSlug)
      .min(1)
      .max(limits.interestsPerRoom)
      .refine((slugs) => new Set(slugs).size === slugs.length, 'names an interest twice'),
    language: LanguageTag,
    /**
     * `open` rooms are listed; `link` rooms are found by their address only; for all but friends of whoever opens it,
     * or people in a circle of theirs, there is no such room.
     */
    visibility: z.enum(['open', 'link', 'friends', 'circle']).default('open'),
    /** A lasting room keeps its place and its chat when everybody has left. */
    lasting: z.boolean().default(false),
    /** Microphones begin with music here: stereo, as it is. Anybody may choose otherwise for themselves. */
    music: z.boolean().default(false),
    /** Microphones open only while something is held. Clients see to it: a server cannot know of a key. */
    pushToTalk: z.boolean().default(false),
    /** Who writes: everybody, members and above, those who keep order, or nobody. Reading goes on. */
    chatMode: z.enum(['everyone', 'members', 'hosts', 'off']).default('everyone'),
    /** How long everybody but hosts waits between two lines. */
    slowSeconds: z.int().min(0).max(limits.slowSeconds).default(0),
    /** After how many days lines are taken away, but for pinned ones; 0: never. */
    keepDays: z.int().min(0).max(limits.keepDays).default(0),
    ...StageSettings.shape,
  })
  .meta({ id: 'RoomSettings' });
export type RoomSettings = z.infer<typeof RoomSettings>;

/** A room to be opened: what is said about it, and for a `circle` which of one's own, which is told to nobody. */
export const NewRoom = RoomSettings.extend({ circle: CircleId.optional() })
  .refine(({ visibility, circle }) => (visibility === 'circle') === (circle !== undefined), {
    error: 'is for a circle, or names one, and not both',
  })
  .meta({ id: 'NewRoom' });

/**
 * Who may know of a room and step into it: `members` and `direct` rooms are conversations, of a group or of two, and
 * for everybody else there is no such room.
 */
export const Visibility = z.enum(['open', 'link', 'friends', 'circle', 'members', 'direct']);

/** A room, live or not. */
export const RoomInfo = z
  .object({
    ...RoomSettings.shape,
    ...StageTimes.shape,
    visibility: Visibility,
    /** Conversations have none. */
    interests: z.array(InterestSlug).max(limits.interestsPerRoom),
    /** Empty for a conversation that goes by the names of its people. */
    name: line(0, limits.roomName),
    id: RoomId,
    slug: RoomSlug,
    openedBy: PersonInfo,
    createdAt: z.int(),
    /** A locked room takes nobody in but those who have a seat, and its hosts. */
    locked: z.boolean(),
    /** Who comes in by themselves. */
    entry: Entry.default('free'),
    /** The room that this one is beside. */
    parentId: RoomId.nullish(),
    /** Which roles may do what, where it is not as everywhere. */
    permissions: RoomPermissions.optional(),
    /** Who writes links; left out: everybody. */
    links: LinkWriters.optional(),
    /** What only moderators do here for now; left out or null: nothing. */
    frozen: Frozen.nullish(),
  })
  .meta({ id: 'RoomInfo' });
export type RoomInfo = z.infer<typeof RoomInfo>;

/** A face on a card. */
export const FaceInfo = z
  .object({
    id: ParticipantId,
    name: z.string(),
    avatar: AvatarSeed,
    picture: PictureHash.nullish(),
    muted: z.boolean(),
  })
  .meta({ id: 'FaceInfo' });
export type FaceInfo = z.infer<typeof FaceInfo>;

/** Those of a large room who only listen: how many, and the faces of some. */
export const CrowdInfo = z
  .object({
    count: z.int().nonnegative(),
    faces: z.array(FaceInfo.omit({ muted: true })).max(limits.crowdFaces),
  })
  .meta({ id: 'CrowdInfo' });
export type CrowdInfo = z.infer<typeof CrowdInfo>;

/** A room seen from outside: who is in it and who is talking, before anybody joins. */
export const RoomCard = z
  .object({
    id: RoomId,
    slug: RoomSlug,
    name: z.string(),
    topic: z.string(),
    interests: z.array(InterestSlug),
    language: LanguageTag,
    lasting: z.boolean(),
    /** The room that this one is beside. */
    parentId: RoomId.nullish(),
    /** Whoever talks or talked last comes first. */
    faces: z.array(FaceInfo).max(limits.cardFaces),
    count: z.int().nonnegative(),
    talkingIds: z.array(ParticipantId),
    hostPresent: z.boolean(),
    /** Since when somebody is in it, in milliseconds since 1970; null while it is quiet. */
    liveSince: z.int().nullable(),
  })
  .meta({ id: 'RoomCard' });
export type RoomCard = z.infer<typeof RoomCard>;

/** A user in a live room, as the others there see one. */
export const ParticipantInfo = z
  .object({
    id: ParticipantId,
    userId: UserId,
    name: z.string(),
    avatar: AvatarSeed,
    picture: PictureHash.nullish(),
    role: Role,
    /** Leads the room while nobody is there who otherwise does. */
    acting: z.boolean().optional(),
    /** Keeps order in the whole house, and so here too. */
    keeper: z.boolean().optional(),
    joinedAt: z.int(),
    /** False while the seat waits for its lost socket, or media does not get through. */
    connected: z.boolean(),
    /** When the hand went up, in milliseconds since 1970, no two at the same time; null while it is down. */
    handRaisedAt: z.int().nullable(),
    /** Why it is up; left out: nobody said. */
    handReason: z.string().nullish(),
    /** May be heard while the room is a stage. */
    onStage: z.boolean().optional(),
    /** How good the connection is; left out while it is good. */
    quality: Quality.optional(),
    /** A host wants everybody to see this one large. */
    spotlit: z.boolean(),
    /** One of the crowd: others see how many these are, and not who. */
    counted: z.boolean().optional(),
    producers: z.array(ProducerInfo),
  })
  .meta({ id: 'ParticipantInfo' });
export type ParticipantInfo = z.infer<typeof ParticipantInfo>;

/** The room as it was at the moment of joining; every later notification changes it. */
export const RoomSnapshot = z
  .object({
    room: RoomInfo,
    selfId: ParticipantId,
    /** Good for one return; null for a companion, which has no seat of its own. */
    seatToken: SeatToken.nullable(),
    /** A host muted this participant, who has not spoken since: the microphone begins muted. */
    silenced: z.boolean(),
    /** What a host ended of what this participant showed, while nobody could be told: it is not to be sent anew. */
    stopped: z.array(StoppedSource).optional(),
    /** What holds for this participant for a while. */
    restraints: z.array(Restrained).optional(),
    /** Yourself, and everybody who is not one of the crowd. */
    participants: z.array(ParticipantInfo),
    /** Left out while there is none. */
    crowd: CrowdInfo.optional(),
    talkingIds: z.array(ParticipantId),
    activeSpeakerId: ParticipantId.nullable(),
    /** The codecs of pictures that everybody here can show; left out: only VP8. */
    codecs: z.array(VideoCodecName).optional(),
    /** The latest page of the chat, oldest first. */
    messages: z.array(ChatMessage),
    moreMessages: z.boolean(),
    /** Of the chat as it is in `messages`; 0 while nothing was said. */
    chatRevision: z.int().nonnegative(),
    /** The lines that are pinned, in their order. */
    pins: z.array(ChatMessage).optional(),
    /** How far you read; left out: nothing was ever read here. */
    chatRead: ReadMark.optional(),
    stage: StageInfo.optional(),
    /** Who waits outside, for those who may let them in. */
    outside: Outside.optional(),
    liveSince: z.int(),
    serverTime: z.int(),
    /** Null for a client that sent no capabilities or is a companion, and while the room has no media. */
    media: JoinedMedia.nullable(),
  })
  .meta({ id: 'RoomSnapshot' });
export type RoomSnapshot = z.infer<typeof RoomSnapshot>;

/** Why somebody is no longer in a room. */
export const LeaveReason = z.enum(['left', 'lost', 'replaced', 'removed', 'closed', 'over', 'moved']);
export type LeaveReason = z.infer<typeof LeaveReason>;

export const roomRequests = {
  'room:join': request({
    summary:
      'Steps into a room, muted and listening. With the token of an own seat: comes back to it, media kept where it lives.',
    input: z.strictObject({
      slug: RoomSlug,
      rtpCapabilities: RtpCapabilities.optional(),
      seatToken: SeatToken.nullish(),
      /** With a seat token: the browser still has its transports and wants to go on with them. */
      keepMedia: z.boolean().default(false),
      /** Which ones these are. Where one of them is gone all media begins anew. */
      transportIds: z.array(TransportId).max(2).default([]),
      sends,
      /** What one shows at the door: a passcode, an invitation. */
      key: RoomKey.optional(),
      /** Another tab of somebody who is in the room: reads, writes and sees who is there, without media. */
      companion: z.boolean().default(false),
    }),
    output: RoomSnapshot,
    state: 'connected',
    may: 'guest',
    rate: 'heavy',
  }),
  'room:leave': request({
    summary: 'Leaves the room and gives the seat up.',
    input: z.strictObject({}),
    output: z.null(),
    state: 'joined',
    may: 'room:listen',
    rate: 'light',
  }),
  'room:lock': request({
    summary: 'Locks or unlocks the room.',
    input: z.strictObject({ locked: z.boolean() }),
    output: RoomInfo,
    state: 'joined',
    may: 'room:lock',
    rate: 'light',
  }),
  'room:spotlight': request({
    summary: 'Shows one person large to everybody, or nobody: each may still choose otherwise.',
    input: z.strictObject({ participantId: ParticipantId.nullable() }),
    output: z.null(),
    state: 'joined',
    may: 'room:spotlight',
    rate: 'light',
  }),
  'room:edit': request({
    summary:
      'Changes the name, topic, interests or language of the room, or how one speaks or writes in it, and for how long lines stay.',
    input: RoomSettings.pick({
      name: true,
      topic: true,
      interests: true,
      language: true,
      music: true,
      pushToTalk: true,
      chatMode: true,
      slowSeconds: true,
      keepDays: true,
    }),
    output: RoomInfo,
    state: 'joined',
    may: 'room:edit',
    rate: 'heavy',
  }),
};
