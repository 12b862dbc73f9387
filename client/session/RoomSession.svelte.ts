import type { Device } from 'mediasoup-client';
import type { ParticipantId, ProducerId, RoomSlug, SeatToken, UserId } from '../../protocol/ids.ts';
import type { NotificationName, NotificationPayload } from '../../protocol/index.ts';
import type { RtpCapabilities } from '../../protocol/media.ts';
import type { RoomSettings, RoomSnapshot } from '../../protocol/room.ts';
import { kindOf } from '../../protocol/sources.ts';
import { ChatLog } from './ChatLog.svelte.ts';
import { Levels } from './Levels.ts';
import type { LocalMedia } from './LocalMedia.svelte.ts';
import { MediaClient } from './MediaClient.svelte.ts';
import { OwnTracks } from './OwnTracks.svelte.ts';
import { RequestError } from './RequestError.ts';
import { RoomState } from './RoomState.svelte.ts';
import type { SignalingClient } from './SignalingClient.ts';

export type CallStatus = 'joining' | 'here' | 'reconnecting' | 'ended';
export type EndReason = 'left' | 'closed' | 'replaced' | 'refused';

export interface RoomSessionParts {
  readonly signaling: SignalingClient;
  readonly local: LocalMedia;
  readonly userId: UserId;
  /** What this browser can do, known before the tap; null without WebRTC. */
  readonly device: () => Promise<Device | null>;
}

// Between attempts to come back while the socket is fine but the room is not.
const retryMs = 1_500;

/** One stay in a room, from stepping in to leaving, over lost sockets and back. */
export class RoomSession {
  status = $state<CallStatus>('joining');
  endReason = $state<EndReason | null>(null);
  /** Why stepping in was refused. */
  problem = $state.raw<RequestError | null>(null);
  /** The host who muted us, until we speak again. */
  mutedBy = $state<string | null>(null);
  state = $state.raw<RoomState | null>(null);
  chat = $state.raw<ChatLog | null>(null);
  media = $state.raw<MediaClient | null>(null);
  readonly slug: RoomSlug;
  readonly own: OwnTracks;
  readonly levels: Levels;
  readonly #parts: RoomSessionParts;
  readonly #stops: (() => void)[] = [];
  #early: (() => void)[] | null = null;
  #seatToken: SeatToken | null = null;
  #retry: ReturnType<typeof setTimeout> | undefined;

  constructor(slug: RoomSlug, parts: RoomSessionParts) {
    this.slug = slug;
    this.#parts = parts;
    this.own = new OwnTracks(parts.local);
    this.levels = new Levels({
      remote: () => this.media?.tracks.values() ?? [],
      own: () => this.own.level,
      selfId: () => this.state?.selfId ?? ('' as ParticipantId),
    });
    this.#stops.push(
      parts.signaling.onAny((name, payload) => this.#hear(name, payload)),
      parts.signaling.onConnection((connected) => this.#connection(connected)),
    );
  }

  /** Steps in. A refusal ends the session, with `problem` saying why. */
  async join(): Promise<void> {
    try {
      await this.#enter(false);
    } catch (error) {
      if (this.status === 'ended') return;
      this.problem = error instanceof RequestError ? error : new RequestError('internal', String(error));
      this.#end('refused');
    }
  }

  /** Leaves; the server is told, but nobody waits for its answer. */
  leave(): void {
    if (this.status === 'ended') return;
    this.#parts.signaling.request('room:leave', {}).catch(() => {
      // Without a connection the seat is freed by its clock.
    });
    this.#end('left');
  }

  /** Rejects with a `DeviceProblem` or a `RequestError`. */
  async setMicrophone(on: boolean): Promise<void> {
    if (on) this.mutedBy = null;
    await this.own.setMicrophone(on);
  }

  /** Says which pictures are shown: those alone are asked for. */
  async show(producerIds: readonly ProducerId[]): Promise<void> {
    await this.media?.consume(producerIds);
  }

  async rename(name: string): Promise<void> {
    await this.#parts.signaling.request('participant:rename', { name });
  }

  async mute(participantId: ParticipantId): Promise<void> {
    await this.#parts.signaling.request('moderation:mute', { participantId });
  }

  async edit(settings: Pick<RoomSettings, 'name' | 'topic' | 'interests' | 'language'>): Promise<void> {
    await this.#parts.signaling.request('room:edit', settings);
  }

  async #enter(keepMedia: boolean): Promise<void> {
    const { signaling, device } = this.#parts;
    const loaded = await device();
    // A notification can overtake the answer that is awaited: those that come early wait.
    this.#early = [];
    const snapshot = await signaling.request('room:join', {
      slug: this.slug,
      ...(loaded && { rtpCapabilities: loaded.recvRtpCapabilities as RtpCapabilities }),
      ...(this.#seatToken && { seatToken: this.#seatToken }),
      keepMedia,
    });
    if (this.status === 'ended') return;
    this.#begin(snapshot);
    if (loaded && snapshot.media) await this.#beginMedia(loaded, snapshot, snapshot.media.kept);
    this.status = 'here';
  }

  #begin(snapshot: RoomSnapshot): void {
    this.#seatToken = snapshot.seatToken;
    if (this.state) this.state.begin(snapshot);
    else this.state = new RoomState(snapshot);
    this.chat ??= new ChatLog(this.#parts.signaling, snapshot.room.id, this.#parts.userId);
    this.chat.begin({ messages: snapshot.messages, more: snapshot.moreMessages });
    const early = this.#early ?? [];
    this.#early = null;
    for (const change of early) change();
  }

  async #beginMedia(device: Device, { media, participants }: RoomSnapshot, kept: boolean): Promise<void> {
    if (kept && this.media) {
      const present = new Set(participants.flatMap(({ producers }) => producers.map(({ id }) => id)));
      for (const id of [...this.media.tracks.keys()]) if (!present.has(id)) this.media.drop(id);
      await Promise.all([this.media.consume(this.#sounds()), this.media.restartIce(), this.#agreeOnMute()]);
      return;
    }
    this.media?.close();
    const fresh = new MediaClient(this.#parts.signaling, device);
    this.media = fresh;
    if (media?.receiveTransport) await fresh.receive(media.receiveTransport, media.consumers);
    await this.own.sendOver(fresh);
  }

  /** Muted by either side while the line was down is muted: recovery never opens a microphone. */
  async #agreeOnMute(): Promise<void> {
    const there = this.state?.self?.producers.find(({ source }) => source === 'microphone');
    if (!there) return;
    if (there.paused) this.own.hush();
    else if (this.own.microphone !== 'on') await this.media?.setPaused('microphone', true);
  }

  #sounds(): ProducerId[] {
    const state = this.state;
    if (!state) return [];
    return state.people
      .filter(({ id }) => id !== state.selfId)
      .flatMap(({ producers }) =>
        producers.filter(({ source }) => kindOf(source) === 'audio').map(({ id }) => id),
      );
  }

  #hear<Name extends NotificationName>(name: Name, payload: NotificationPayload<Name>): void {
    if (this.#early) {
      this.#early.push(() => this.#apply(name, payload));
      return;
    }
    this.#apply(name, payload);
  }

  #apply<Name extends NotificationName>(name: Name, payload: NotificationPayload<Name>): void {
    if (!this.state || this.status === 'ended') return;
    this.state.apply(name, payload);
    this.#react({ name, payload } as Heard);
  }

  /** What a notification asks us to do, beside changing the state. */
  #react(heard: Heard): void {
    switch (heard.name) {
      case 'chat:message':
        this.chat?.receive(heard.payload);
        break;
      case 'media:producerAdded':
        if (heard.payload.participantId === this.state?.selfId) break;
        // Sound is for everybody; pictures are asked for by the tiles that show them.
        if (kindOf(heard.payload.producer.source) === 'audio') this.#consume([heard.payload.producer.id]);
        break;
      case 'media:producerRemoved':
        this.media?.drop(heard.payload.producerId);
        break;
      case 'room:participantLeft':
        this.media?.dropAllOf(heard.payload.id);
        break;
      case 'moderation:muted':
        this.mutedBy = heard.payload.by;
        this.own.hush();
        break;
      case 'room:ended':
        if (heard.payload.reason === 'media_lost') this.#comeBack(false);
        else this.#end(heard.payload.reason);
        break;
    }
  }

  #consume(ids: ProducerId[]): void {
    this.media?.consume(ids).catch(() => {
      // The line was lost meanwhile: coming back asks for everything that is missing.
    });
  }

  #connection(connected: boolean): void {
    if (this.status === 'here' && !connected) this.status = 'reconnecting';
    else if (this.status === 'reconnecting' && connected) this.#comeBack(this.media?.alive ?? false);
  }

  #comeBack(keepMedia: boolean): void {
    if (this.status === 'ended') return;
    clearTimeout(this.#retry);
    this.status = 'reconnecting';
    this.#enter(keepMedia).catch((error: unknown) => {
      if (this.status === 'ended') return;
      const code = error instanceof RequestError ? error.code : 'internal';
      // Media that cannot be kept is made anew; a room that is gone is gone; the rest passes.
      if (code === 'not_found' || code === 'gone') return this.#end('closed');
      if (!this.#parts.signaling.connected) return;
      const wait = (error instanceof RequestError && error.retryAfterMs) || retryMs;
      this.#retry = setTimeout(() => this.#comeBack(false), wait);
    });
  }

  #end(reason: EndReason): void {
    if (this.status === 'ended') return;
    this.status = 'ended';
    this.endReason = reason;
    clearTimeout(this.#retry);
    for (const stop of this.#stops) stop();
    this.levels.close();
    this.own.close();
    this.media?.close();
  }
}

/** A notification together with its payload, so that a `switch` tells them apart. */
type Heard = {
  [Name in NotificationName]: { name: Name; payload: NotificationPayload<Name> };
}[NotificationName];
