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

/** Another machine that lends its workers, and how busy the busiest of them is, 0 to 1. */
interface OtherMachine {
  readonly name: string;
  readonly busy: number;
}

/** What the SFU uses, told so cheaply that one may ask every second. The spare worker counts too. */
export interface MediaUsage extends Omit<MediaCounts, 'workers'> {
  readonly workers: readonly WorkerUsage[];
  /** How many workers died since the start. */
  readonly deaths: number;
  /** Other machines that lend their workers; none for a server by itself. */
  readonly elsewhere: readonly OtherMachine[];
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
  /**
   * What these have here is about to end, and goes on until they have the same over another peer, which is elsewhere;
   * null: that goes for everybody, and for the whole of it: whoever asks for the room again gets it elsewhere.
   */
  leaving: [listeners: ParticipantId[] | null];
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
  /** Opens one end of a pipe to the media of the same room on another node; the other end is opened there. */
  openPipe(): Promise<MediaPipe>;
  close(): void;
}

/** Where an end of a pipe listens, and the key of what it sends (SRTP, RFC 3711; SDES, RFC 4568). */
export interface PipeAddress {
  readonly ip: string;
  readonly port: number;
  readonly srtpParameters: { readonly cryptoSuite: string; readonly keyBase64: string };
}

/** A track as it goes through a pipe. */
export interface PipedTrack {
  readonly id: ProducerId;
  readonly ownerId: ParticipantId;
  readonly source: Source;
  readonly rtpParameters: RtpParameters;
}

/** One end of a pipe between two nodes. Each track goes through once, however many there listen. */
export interface MediaPipe extends EventEmitter<{ closed: [] }> {
  readonly address: PipeAddress;
  /** Asked of both ends. Says whether packets pass between them, within three seconds. */
  connect(other: PipeAddress): Promise<boolean>;
  /** Sends a track of this room to the other end; null: it has ended. Asked again, it tells the same. */
  send(id: ProducerId): Promise<PipedTrack | null>;
  /** Makes a track that the other end sends one that can be consumed here, under the id it has there. */
  bring(track: PipedTrack): Promise<void>;
  /** Sends or brings a track no longer; nothing of one that ended is fine. */
  drop(id: ProducerId): void;
  /** `closed` tells of an end that came by itself. */
  close(): void;
}

export type Direction = 'send' | 'receive';

export interface MediaPeerEvents {
  /** A producer ended by itself, with its transport. */
  producerClosed: [id: ProducerId];
  /** A transport is gone, while the peer is there. */
  transportClosed: [id: TransportId];
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
  /** Whether it has this transport, as far as is known here. */
  holds(id: TransportId): boolean;
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
