import type { EventEmitter } from 'node:events';
import type { ConsumerId, ParticipantId, ProducerId, RoomId, TransportId } from '../../protocol/ids.ts';
import type { ConsumerInfo, ConsumerPreference, ProducerInfo } from '../../protocol/media.ts';
import type {
  DtlsParameters,
  IceParameters,
  RtpCapabilities,
  RtpParameters,
  TransportInfo,
} from '../../protocol/rtp.ts';
import type { Source } from '../../protocol/sources.ts';

/** What the SFU holds right now: a server that everybody left is back at its baseline. */
export interface MediaCounts {
  /** Workers that take rooms; neither the spare one nor those that are alone with a room. */
  readonly workers: number;
  readonly routers: number;
  readonly transports: number;
  readonly producers: number;
  readonly consumers: number;
}

/** What one worker has used since it began, and holds. */
export interface WorkerUsage {
  readonly pid: number;
  readonly cpuMs: number;
  /** In bytes. */
  readonly memory: number;
}

/** What the SFU uses, told so cheaply that one may ask every second. The spare worker counts too. */
export interface MediaUsage extends Omit<MediaCounts, 'workers'> {
  readonly workers: readonly WorkerUsage[];
  /** How many workers died since the start. */
  readonly deaths: number;
}

/** Forwards media. It does what it is told to: who may speak is decided in `rooms/`. */
export interface MediaEngine {
  /** The same for every room, so that a client knows them before it joins one. */
  readonly rtpCapabilities: RtpCapabilities;
  /**
   * The media of a room, on a living worker; when it died one asks again, with the same id. Throws
   * `media_unavailable` when no worker lives or starts, and with `retryAfterMs` for a room that killed three within 60 s.
   */
  createRoom(id: RoomId): Promise<MediaRoom>;
  /** Counts what exists, asked of the workers themselves. */
  count(): Promise<MediaCounts>;
  usage(): Promise<MediaUsage>;
  close(): Promise<void>;
}

export interface MediaRoomEvents {
  /** The set of peers whose voice is heard changed. */
  talking: [ids: ParticipantId[]];
  /** Another peer is the loudest; null: the one that was has gone. */
  activeSpeaker: [id: ParticipantId | null];
  /**
   * One of several workers died. Of the first everything is gone, and they need another peer; the second only have
   * nothing to receive on any more. The others notice nothing.
   */
  lost: [senders: ParticipantId[], listeners: ParticipantId[]];
  /** The worker below died: nothing of this room is left. */
  died: [];
}

/** The media of one room. */
export interface MediaRoom extends EventEmitter<MediaRoomEvents> {
  /** The media of one participant. Without capabilities it can send, but not receive. */
  createPeer(id: ParticipantId, rtpCapabilities: RtpCapabilities | undefined): MediaPeer;
  /**
   * Sends at most so many microphones to the others, those who spoke last; null: all, as at the beginning. Which ones
   * is looked at four times a second.
   */
  limitVoices(most: number | null): void;
  close(): void;
}

export type Direction = 'send' | 'receive';

export interface MediaPeerEvents {
  /** A producer ended by itself, with its transport. */
  producerClosed: [id: ProducerId];
  /** The browser at the other end stopped answering for 10 s (false), or is back (true). */
  pathChanged: [direction: Direction, alive: boolean];
}

/**
 * Transports, producers and consumers of one participant. Ids are looked up among its own only; an unknown one
 * throws `not_found`. After `close()` everything throws `gone`, after the death of the worker `media_unavailable`.
 */
export interface MediaPeer extends EventEmitter<MediaPeerEvents> {
  readonly id: ParticipantId;
  /** Whether it can receive: whether it came with capabilities. */
  readonly canReceive: boolean;
  /**
   * Makes the one transport of a direction; an older one of the same direction is closed. It closes by itself when
   * no browser has connected to it within 20 s.
   */
  createTransport(direction: Direction): Promise<TransportInfo>;
  /**
   * Makes the receive transport if there is none; null: there is one. Asked again while it is being made, it tells
   * the same. Throws `conflict` for a peer that cannot receive.
   */
  ensureReceive(): Promise<TransportInfo | null>;
  /** Throws `conflict` when it was connected before. */
  connectTransport(id: TransportId, dtlsParameters: DtlsParameters): Promise<void>;
  restartIce(id: TransportId): Promise<IceParameters>;
  /**
   * Throws `conflict` when there is one of this source beside the one it replaces, `bad_request` for parameters that
   * do not fit. What is replaced flows on until it is closed.
   */
  produce(options: ProduceOptions): Promise<ProducerInfo>;
  /** Says whether the producer's state changed. */
  setPaused(id: ProducerId, paused: boolean): Promise<boolean>;
  closeProducer(id: ProducerId): void;
  /**
   * Consumes what exists of the given and can be shown here; video begins paused. What is consumed already is told
   * again: the answer may have been lost. Throws `conflict` without a receive transport.
   */
  consume(ids: readonly ProducerId[]): Promise<ConsumerInfo[]>;
  /** Lets tracks flow or not, and no larger than wanted; one that is gone is passed over. */
  setPreferences(preferences: readonly ConsumerPreference[]): Promise<void>;
  closeConsumers(ids: readonly ConsumerId[]): void;
  /** Closes what is consumed of the given; nothing of it is fine. */
  forget(ids: readonly ProducerId[]): void;
  close(): void;
}

export interface ProduceOptions {
  readonly transportId: TransportId;
  readonly source: Source;
  readonly rtpParameters: RtpParameters;
  readonly paused: boolean;
  /** An own track of the same source that this one takes the place of. */
  readonly replaces?: ProducerId | undefined;
}
