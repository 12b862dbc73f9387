import type { Device } from 'mediasoup-client';
import type { ParticipantId, RoomSlug, SeatToken } from '../../protocol/ids.ts';
import type { NotificationName, NotificationPayload } from '../../protocol/index.ts';
import type { JoinedMedia } from '../../protocol/media.ts';
import type { Restrained } from '../../protocol/moderation.ts';
import type { RoomSnapshot } from '../../protocol/room.ts';
import type { RtpCapabilities } from '../../protocol/rtp.ts';
import { CallMedia } from './CallMedia.svelte.ts';
import { ChatLog } from './ChatLog.svelte.ts';
import { ChatRequests } from './ChatRequests.ts';
import type { CallStatus, EndReason } from './callStatus.ts';
import { FullWait } from './FullWait.svelte.ts';
import type { Heard } from './heard.ts';
import { Levels } from './Levels.ts';
import { OwnTracks } from './OwnTracks.svelte.ts';
import { RequestError } from './RequestError.ts';
import { RoomRequests } from './RoomRequests.ts';
import type { RoomSessionParts } from './RoomSessionParts.ts';
import { RoomState } from './RoomState.svelte.ts';
import { backoff } from './recovery/backoff.ts';
import type { Step } from './recovery/ladder.ts';
import { PathWatch } from './recovery/PathWatch.ts';
import { Recovery } from './recovery/Recovery.svelte.ts';
import { endOf, isFinal } from './refusals.ts';
import { Speaking } from './Speaking.svelte.ts';
import { LiveStage } from './stage/LiveStage.svelte.ts';

/** One stay in a room, from stepping in to leaving, over lost sockets, networks and servers, and back. */
export class RoomSession {
  status = $state<CallStatus>('joining');
  endReason = $state<EndReason | null>(null);
  /** For who was removed: until when, in milliseconds since 1970; null: for good. */
  removedUntil = $state<number | null>(null);
  /** For who was removed: why, and by whom. */
  bar = $state.raw<Restrained | null>(null);
  /** A host sent us into another room. */
  movedTo: { slug: RoomSlug; by: string } | null = null;
  /** Why stepping in, or coming back, was refused. */
  problem = $state.raw<RequestError | null>(null);
  state = $state.raw<RoomState | null>(null);
  chat = $state.raw<ChatLog | null>(null);
  readonly slug: RoomSlug;
  readonly companion: boolean;
  readonly own: OwnTracks;
  readonly speaking: Speaking;
  readonly media: CallMedia;
  /** What one asks of the room. */
  readonly requests: RoomRequests;
  readonly levels: Levels;
  readonly recovery: Recovery;
  readonly stage: LiveStage;
  /** Waiting where the server is full. */
  readonly full = new FullWait();
  readonly #parts: RoomSessionParts;
  readonly #stops: (() => void)[] = [];
  readonly #path: PathWatch;
  #early: (() => void)[] | null = null;
  #seatToken: SeatToken | null = null;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #attempt = 0;
  #coming: Promise<void> | null = null;

  constructor(slug: RoomSlug, parts: RoomSessionParts) {
    this.slug = slug;
    this.companion = parts.companion ?? false;
    this.#parts = parts;
    const { signaling } = parts;
    this.requests = new RoomRequests(signaling);
    this.own = parts.own ?? new OwnTracks(parts.local);
    this.speaking = new Speaking(this.own, parts.local);
    this.stage = new LiveStage({ signaling, own: this.own, state: () => this.state });
    this.media = new CallMedia({
      signaling,
      device: parts.device,
      own: this.own,
      shown: () => this.state?.codecs ?? [],
      sounds: () => this.state?.sounds ?? [],
    });
    this.levels = new Levels({
      remote: () => this.media.tracks,
      own: () => this.own.level,
      selfId: () => this.state?.selfId ?? ('' as ParticipantId),
    });
    this.#path = new PathWatch({
      connected: () => signaling.connected,
      others: () => this.state?.otherTalkers ?? [],
    });
    this.recovery = new Recovery({
      connected: () => this.status === 'here' && signaling.connected,
      owedMs: () => signaling.owedMs,
      stalledMs: (now) => this.#path.stalledMs(this.media.current, now),
      tcpMs: (now) => this.#path.tcpMs(now),
      broken: () => this.media.current?.broken ?? false,
      ping: () => signaling.ping(),
      take: (step) => this.#take(step),
      back: (awayMs) => this.speaking.wasAway(awayMs),
    });
    this.#stops.push(
      signaling.onAny((name, payload) => this.#hear(name, payload)),
      signaling.onConnection((connected) => this.#connection(connected)),
      () => this.full.close(),
    );
  }

  /** Steps in. A refusal ends the session, with `problem` saying why. */
  async join(): Promise<void> {
    try {
      await this.full.through(() => this.#enter(false));
    } catch (error) {
      if (this.status === 'ended') return;
      if (this.state && error instanceof RequestError) this.#retryAfter(error);
      else this.#refused(error);
    }
    if (this.status !== 'ended') this.recovery.start();
  }

  /** Leaves; the server is told, but nobody waits for its answer. */
  leave(): void {
    if (this.status === 'ended') return;
    this.chat?.read.settle();
    this.#parts.signaling.request('room:leave', {}).catch(() => {
      // Without a connection the seat is freed by its clock.
    });
    this.#end('left');
  }

  /** Goes on over the line that was just opened to the next process; resolves when the old media is not needed. */
  async move(): Promise<void> {
    if (this.status === 'ended') return;
    try {
      await this.#enter(false, true);
      await this.media.overlapped();
    } catch (error) {
      this.#retryAfter(error);
    }
  }

  async #enter(keepMedia: boolean, overlap = false): Promise<void> {
    const { signaling, device } = this.#parts;
    const loaded = this.companion ? null : await device();
    // A notification can overtake the answer that is awaited: those that come early wait.
    this.#early = [];
    const snapshot = await signaling.request('room:join', {
      slug: this.slug,
      key: this.#parts.key,
      ...(loaded && { rtpCapabilities: loaded.recvRtpCapabilities as RtpCapabilities }),
      seatToken: this.#seatToken,
      ...this.media.kept(keepMedia),
      sends: this.own.sends,
      companion: this.companion,
    });
    if (this.status === 'ended') return;
    if (snapshot.media && !snapshot.media.kept) this.media.expect();
    const state = this.#begin(snapshot);
    state.mediaLost = loaded !== null && !snapshot.media;
    if (loaded && snapshot.media) await this.#connectMedia(state, loaded, snapshot.media, overlap);
    this.#attempt = 0;
    this.status = 'here';
    this.recovery.look();
  }

  #begin(snapshot: RoomSnapshot): RoomState {
    this.#seatToken = snapshot.seatToken;
    // Muted by a host while the line was down is muted: before anything is sent again.
    if (snapshot.silenced) this.own.hush();
    this.speaking.follow(snapshot.room);
    for (const stopped of snapshot.stopped ?? []) this.own.endByHost(stopped);
    this.state?.begin(snapshot);
    this.state ??= new RoomState(snapshot);
    this.stage.begin(snapshot.stage);
    this.chat ??= new ChatLog(new ChatRequests(this.#parts.signaling), snapshot.room.id, this.#parts.userId);
    const { messages, moreMessages: more, chatRevision, chatRead, pins } = snapshot;
    this.chat.begin({ messages, more, pins }, chatRevision, chatRead);
    const early = this.#early ?? [];
    this.#early = null;
    for (const change of early) change();
    return this.state;
  }

  /** Over the transports of before, where they live on, else over new ones. */
  async #connectMedia(state: RoomState, device: Device, media: JoinedMedia, overlap: boolean): Promise<void> {
    try {
      if (!media.kept) return await this.media.begin(device, media, overlap);
      this.media.goOn(state);
      await this.own.goOn(state.self?.producers ?? []);
    } catch (error) {
      throw this.media.brokenOff(error);
    }
  }

  #hear<Name extends NotificationName>(name: Name, payload: NotificationPayload<Name>): void {
    if (this.#early) this.#early.push(() => this.#apply(name, payload));
    else this.#apply(name, payload);
  }

  #apply<Name extends NotificationName>(name: Name, payload: NotificationPayload<Name>): void {
    if (!this.state || this.status === 'ended') return;
    this.state.apply(name, payload);
    this.stage.hear({ name, payload } as Heard);
    this.#react({ name, payload } as Heard);
  }

  /** What a notification asks us to do, beside changing the state. */
  #react(heard: Heard): void {
    this.media.hear(heard, this.state?.selfId);
    switch (heard.name) {
      case 'chat:message':
      case 'chat:messages':
      case 'chat:changed':
      case 'chat:typing':
      case 'chat:readUpTo':
        // Of a conversation elsewhere it is none of this room's business.
        if ((heard.payload.roomId ?? this.state?.room.id) === this.state?.room.id) this.chat?.hear(heard);
        break;
      case 'media:moved':
        this.media.move(heard.payload.withinMs).catch(() => {});
        break;
      case 'moderation:muted':
        this.speaking.hushedBy(heard.payload.by);
        break;
      case 'room:changed':
        this.speaking.follow(heard.payload);
        break;
      case 'moderation:stopped':
        this.own.endByHost(heard.payload);
        break;
      case 'room:ended':
        this.removedUntil = heard.payload.until;
        this.bar = heard.payload.bar ?? null;
        if (heard.payload.moved) this.movedTo = heard.payload.moved;
        // The call moved to yet another tab: one that reads along goes on reading.
        if (this.companion && heard.payload.reason === 'replaced') this.#comeBack();
        else this.#end(heard.payload.reason);
        break;
    }
  }

  #take(step: Step): void {
    const climb: Record<Step, () => unknown> = {
      reconnect: () => this.#parts.signaling.reconnect(),
      restartIce: () => this.media.current?.restartIce(),
      renewMedia: () => this.media.renew(),
    };
    // What fails is found as it is by the next pulse, which climbs on.
    Promise.resolve(climb[step]()).catch(() => {});
  }

  #connection(connected: boolean): void {
    // What was under way over a line that is lost need not end before another one is tried.
    if (!connected) this.#coming = null;
    if (this.status === 'here' && !connected) this.status = 'reconnecting';
    else if (this.status === 'reconnecting' && connected) this.#comeBack();
  }

  #comeBack(): void {
    // Two at once would take the seat from each other: the second one comes with a token that was just used.
    if (this.status === 'ended' || this.#coming !== null) return;
    clearTimeout(this.#retry);
    this.status = 'reconnecting';
    const coming = this.#enter(this.media.alive)
      .catch((error: unknown) => this.#retryAfter(error))
      .finally(() => {
        if (this.#coming === coming) this.#coming = null;
      });
    this.#coming = coming;
  }

  /** As long as the tab is open, unless the room says no. */
  #retryAfter(error: unknown): void {
    if (this.status !== 'ended' && isFinal(error)) this.#refused(error);
    if (this.status === 'ended') return;
    this.status = 'reconnecting';
    if (!this.#parts.signaling.connected) return;
    const wait =
      (error instanceof RequestError && error.retryAfterMs) || backoff(this.#attempt++, Math.random());
    this.#retry = setTimeout(() => this.#comeBack(), wait);
  }

  #refused(error: unknown): void {
    const end = endOf(error, this.companion);
    if (end === 'refused') this.problem = RequestError.of(error);
    this.#end(end);
  }

  #end(reason: EndReason): void {
    if (this.status === 'ended') return;
    this.status = 'ended';
    this.endReason = reason;
    clearTimeout(this.#retry);
    for (const stop of this.#stops) stop();
    this.recovery.close();
    this.levels.close();
    this.chat?.close();
    // Whoever is sent into another room goes on with what they send, as muted as it is.
    if (reason === 'moved') this.#parts.onMoved?.(this);
    else this.own.close();
    this.speaking.close();
    this.media.close();
  }
}
