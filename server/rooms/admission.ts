import type { SeatToken, TransportId } from '../../protocol/ids.ts';
import type { RoomInfo } from '../../protocol/room.ts';
import type { RtpCapabilities } from '../../protocol/rtp.ts';
import type { Sanctions } from '../moderation/Sanctions.ts';
import type { Traced } from '../moderation/traces.ts';
import type { SeatRecord } from '../store/SeatStore.ts';
import type { Clock } from './Clock.ts';
import type { Participant } from './Participant.ts';
import type { RecentMessages } from './RecentMessages.ts';
import type { Newcomer, Roles } from './Roles.ts';

/** How every room begins. */
export const begun = { locked: false, entry: 'free', doors: 'open', endedAt: null } as const;

/** What a room is made of. */
export type RoomFeatures = Omit<RoomInfo, 'id' | 'slug' | 'openedBy' | 'createdAt' | keyof typeof begun>;

export interface RoomOptions {
  /** Read anew each time: it may change while the room is open. */
  readonly capacity: number;
  readonly seatMs: number;
  readonly clock?: Clock | undefined;
  /** How many are in sight before others are counted. */
  readonly crowdFrom?: number;
  /** After how long without a host somebody else leads. */
  readonly hostPatienceMs?: number;
}

export interface RoomParts {
  readonly chat: RecentMessages;
  readonly sanctions: Sanctions;
  readonly roles: Roles;
  /** Those who sat here when the process before this one ended. */
  readonly seats: readonly SeatRecord[];
}

/** How somebody comes in. */
export interface Admission {
  readonly rtpCapabilities: RtpCapabilities | undefined;
  readonly seatToken: SeatToken | undefined;
  /** Whether a returning participant goes on with the transports of before. */
  readonly keepMedia: boolean;
  /** Which ones these are. */
  readonly transportIds?: readonly TransportId[];
  /** Whether strangers are not to know. */
  readonly hidden?: boolean;
  /** What they are where nobody made them anything. */
  readonly newcomer: Newcomer;
  /** By what else but their id they are known. */
  readonly traces?: Traced;
  /** Whether they know the passcode that the door has now. */
  readonly knowsPasscode?: boolean;
}

export interface Admitted {
  readonly participant: Participant;
  readonly seatToken: SeatToken;
  /** Whether it is the same participant as before. */
  readonly resumed: boolean;
  /** Whether transports, producers and consumers of before live on. */
  readonly mediaKept: boolean;
}
