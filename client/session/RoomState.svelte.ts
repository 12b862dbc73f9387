import { SvelteMap } from 'svelte/reactivity';
import type { VideoCodec } from '../../protocol/codecs.ts';
import type { ParticipantId, ProducerId } from '../../protocol/ids.ts';
import type { NotificationName, NotificationPayload } from '../../protocol/index.ts';
import type { ProducerInfo } from '../../protocol/media.ts';
import { authorityOf, may, outranks, type RoomPermission, rankOf } from '../../protocol/ranks.ts';
import type { CrowdInfo, ParticipantInfo, RoomCard, RoomInfo, RoomSnapshot } from '../../protocol/room.ts';
import { kindOf } from '../../protocol/sources.ts';
import { Absences } from './Absences.svelte.ts';
import { OwnOrder } from './OwnOrder.svelte.ts';

/** What each notification of a room changes; the rest is not about the state of the room. */
type Changes = {
  [Name in Extract<
    NotificationName,
    | `room:${string}`
    | `media:${string}`
    | `role:${string}`
    | `moderation:${'restrained' | 'lifted' | 'warned' | 'raid'}`
    | 'door:outside'
    | 'tree:changed'
  >]: (payload: NotificationPayload<Name>) => unknown;
};

const none: CrowdInfo = { count: 0, faces: [] };

/** The room as this client knows it: a snapshot, then one change per notification. No sockets, no DOM. */
export class RoomState {
  /** Those who are told of one by one: oneself, and whoever is not one of the crowd. */
  readonly participants = new SvelteMap<ParticipantId, ParticipantInfo>();
  room = $state.raw<RoomInfo>() as RoomInfo;
  selfId = $state.raw<ParticipantId>() as ParticipantId;
  liveSince = $state(0);
  talking = $state.raw<ReadonlySet<ParticipantId>>(new Set());
  activeSpeakerId = $state.raw<ParticipantId | null>(null);
  /** The codecs of pictures that everybody here can show. */
  codecs = $state.raw<readonly VideoCodec[]>([]);
  #crowd = $state.raw<CrowdInfo>(none);
  /** The room has no sound and picture for a while; it is chat that goes on. */
  mediaLost = $state(false);
  readonly absences = new Absences();
  /** What holds for me here. */
  readonly order = new OwnOrder();
  /** This room and those beside it, as far as somebody asked. */
  family = $state.raw<readonly RoomCard[]>([]);
  /** Who waits outside, for those who may let them in. */
  outside = $state.raw<NotificationPayload<'door:outside'>>({ knocks: [], queue: 0 });
  /** The role somebody gave me last. */
  given = $state.raw<NotificationPayload<'role:given'> | null>(null);

  readonly self = $derived(this.participants.get(this.selfId));
  /** Everybody in sight, by arrival: the order of tiles does not change because somebody speaks. */
  readonly people = $derived([...this.participants.values()].sort((a, b) => a.joinedAt - b.joinedAt));

  /** Those who only listen where many are: how many, and some of their faces, oneself left out of both. */
  readonly crowd = $derived.by<CrowdInfo>(() => {
    const { count, faces } = this.#crowd;
    const own = this.self?.counted ? 1 : 0;
    return { count: Math.max(0, count - own), faces: faces.filter(({ id }) => !this.participants.has(id)) };
  });

  /** How many are here. */
  readonly count = $derived(this.participants.size + this.crowd.count);

  /** Whom a host shows large to everybody. */
  readonly spotlightId = $derived(this.people.find(({ spotlit }) => spotlit)?.id ?? null);

  /** Whose hand is up, in the order in which they went up. */
  readonly hands = $derived(
    this.people
      .filter(({ handRaisedAt }) => handRaisedAt !== null)
      .sort((a, b) => (a.handRaisedAt ?? 0) - (b.handRaisedAt ?? 0)),
  );

  readonly #changes: Changes = {
    'room:participantJoined': (participant) => this.#admit(participant),
    'room:participantLeft': ({ id }) => this.#dismiss(id),
    'room:participantChanged': (change) => {
      this.#update(change.id, (before) => ({ ...before, keeper: undefined, ...change }));
      if (this.participants.has(change.id)) this.absences.note(change.id, change.connected);
    },
    'room:crowd': (crowd) => {
      this.#crowd = crowd;
    },
    'room:quality': ({ id, quality }) => this.#update(id, (before) => ({ ...before, quality })),
    'room:changed': (room) => {
      this.room = room;
    },
    'room:talking': ({ ids }) => {
      this.talking = new Set(ids);
    },
    'room:activeSpeaker': ({ id }) => {
      this.activeSpeakerId = id;
    },
    'room:ended': () => {
      this.talking = new Set();
    },
    'moderation:restrained': (restrained) => this.order.restraints.set(restrained.kind, restrained),
    'moderation:lifted': ({ kind }) => this.order.restraints.delete(kind),
    'moderation:warned': (warning) => {
      this.order.warning = warning;
    },
    'tree:changed': ({ rooms }) => {
      this.family = rooms;
    },
    'moderation:raid': (raid) => {
      this.order.raid = raid;
    },
    'door:outside': (outside) => {
      this.outside = outside;
    },
    'role:given': (given) => {
      this.given = given;
    },
    'media:codecsChanged': ({ codecs }) => {
      this.codecs = codecs;
    },
    'media:lost': () => {
      this.mediaLost = true;
    },
    'media:moved': () => {
      this.mediaLost = false;
    },
    'media:receptionLost': () => {},
    'media:producerAdded': ({ participantId, producer }) =>
      this.#updateProducers(participantId, (producers) => [...without(producers, producer.id), producer]),
    'media:producerChanged': ({ participantId, producer }) =>
      this.#updateProducers(participantId, (producers) =>
        producers.map((before) => (before.id === producer.id ? producer : before)),
      ),
    'media:producerRemoved': ({ participantId, producerId }) =>
      this.#updateProducers(participantId, (producers) => without(producers, producerId)),
  };

  /** All sound of others. */
  get sounds(): ProducerId[] {
    return this.people
      .filter(({ id }) => id !== this.selfId)
      .flatMap(({ producers }) =>
        producers.filter(({ source }) => kindOf(source) === 'audio').map(({ id }) => id),
      );
  }

  /** What is muted, by whomever. */
  get pausedProducers(): ReadonlySet<ProducerId> {
    const all = this.people.flatMap(({ producers }) => producers);
    return new Set(all.filter(({ paused }) => paused).map(({ id }) => id));
  }

  /** Whether I may do something in this room now. */
  may(permission: RoomPermission): boolean {
    return this.self !== undefined && may(authorityOf(this.self), permission, this.room.permissions);
  }

  /** Whether I am above somebody here: nobody does anything to their equals. */
  isAbove(person: Pick<ParticipantInfo, 'role' | 'keeper'>): boolean {
    return this.self !== undefined && outranks(authorityOf(this.self), rankOf(person));
  }

  /** Those whose voice is heard right now, without oneself. */
  get otherTalkers(): ParticipantId[] {
    return [...this.talking].filter((id) => id !== this.selfId);
  }

  constructor(snapshot: RoomSnapshot) {
    this.begin(snapshot);
  }

  /** Takes a new snapshot, after joining or coming back. */
  begin(snapshot: RoomSnapshot): void {
    const { room, selfId, participants, liveSince, talkingIds, activeSpeakerId, codecs } = snapshot;
    this.room = room;
    this.selfId = selfId;
    this.liveSince = liveSince;
    this.talking = new Set(talkingIds);
    this.activeSpeakerId = activeSpeakerId;
    this.codecs = codecs ?? [];
    this.#crowd = snapshot.crowd ?? none;
    this.order.begin(snapshot.restraints);
    this.outside = snapshot.outside ?? { knocks: [], queue: 0 };
    const present = new Set(participants.map(({ id }) => id));
    for (const id of [...this.participants.keys()]) if (!present.has(id)) this.#dismiss(id);
    for (const participant of participants) this.#admit(participant);
  }

  /** Applies a notification; one that is not about the room's state changes nothing. */
  apply<Name extends NotificationName>(name: Name, payload: NotificationPayload<Name>): void {
    if (!isChange(this.#changes, name)) return;
    // The table pairs each name with its payload, which the compiler loses on the way in.
    const change = this.#changes[name] as (payload: NotificationPayload<Name>) => void;
    change(payload);
  }

  #admit(participant: ParticipantInfo): void {
    this.participants.set(participant.id, participant);
    this.absences.note(participant.id, participant.connected);
  }

  #dismiss(id: ParticipantId): void {
    this.participants.delete(id);
    this.absences.note(id, true);
  }

  #update(id: ParticipantId, change: (before: ParticipantInfo) => ParticipantInfo): void {
    const before = this.participants.get(id);
    if (before) this.participants.set(id, change(before));
  }

  #updateProducers(id: ParticipantId, change: (before: ProducerInfo[]) => ProducerInfo[]): void {
    this.#update(id, (before) => ({ ...before, producers: change(before.producers) }));
  }
}

function without(producers: ProducerInfo[], id: ProducerInfo['id']): ProducerInfo[] {
  return producers.filter((producer) => producer.id !== id);
}

function isChange(changes: Changes, name: NotificationName): name is keyof Changes {
  return Object.hasOwn(changes, name);
}
