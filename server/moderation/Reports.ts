import { type EventId, ReportId, type RoomId, type RoomSlug, type UserId } from '../../protocol/ids.ts';
import type { PersonInfo } from '../../protocol/people.ts';
import type { Reason } from '../../protocol/reasons.ts';
import type { Evidence, ReportInfo } from '../../protocol/reports.ts';
import type { RoomInfo } from '../../protocol/room.ts';
import type { Guests } from '../accounts/Guests.ts';
import type { Identity } from '../accounts/Identities.ts';
import { AppError } from '../errors.ts';
import type { Audience } from '../people/Audience.ts';
import type { Notices } from '../people/Notices.ts';
import { randomId } from '../rooms/Participant.ts';
import type { RoomRegistry } from '../rooms/RoomRegistry.ts';
import type { Schedule } from '../schedule/Schedule.ts';
import type { Sanction } from '../store/ModerationStore.ts';
import type { ReportOutline, ReportRecord } from '../store/ReportStore.ts';
import type { Store } from '../store/Store.ts';
import { entryOf } from './AuditLog.ts';
import type { AuditPages } from './AuditPages.ts';
import type { ReportDeciders } from './ReportDeciders.ts';
import type { Sanctions } from './Sanctions.ts';
import type { Comer } from './traces.ts';

interface Parts {
  readonly store: Pick<Store, 'reports' | 'messages'>;
  readonly rooms: Pick<RoomRegistry, 'find' | 'info'>;
  readonly schedule: Pick<Schedule, 'byId'>;
  readonly guests: Pick<Guests, 'person'>;
  readonly audience: Pick<Audience, 'require'>;
  readonly notices: Pick<Notices, 'tell'>;
  readonly sanctions: Sanctions;
  readonly pages: Pick<AuditPages, 'roomsOf'>;
  readonly deciders: ReportDeciders;
}

/** What somebody says about something. */
export interface NewReport {
  readonly person?: UserId | undefined;
  readonly seq?: number | undefined;
  readonly event?: string | undefined;
  readonly reason: Reason;
  readonly note: string;
  readonly lines: boolean;
}

const evidenceLines = 50;
const mostListed = 300;
// So many are weighed; the listed ones are the weightiest of them.
const mostWeighed = 10_000;
// Whoever reports the same person again within that time says nothing new.
const coolDownMs = 24 * 3_600_000;
const mostADay = 20;
const weightOfAccount = 1;
const weightOfGuest = 0.25;

/** What people report, and what comes of it. */
export class Reports {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Throws `not_found` for what the reporter does not know, `conflict` for what they reported today. */
  async add(by: Identity, slug: RoomSlug, { person: id, seq, event, lines, reason, note }: NewReport) {
    const { store, rooms, audience } = this.#parts;
    const room = await rooms.find(slug);
    audience.require(room, by.id);
    const today = await store.reports.by(by.id, Date.now() - coolDownMs);
    if (today.length >= mostADay) throw new AppError('rate_limited', 'Too many reports today.', coolDownMs);
    const { messages } = await store.messages.latest(room.id, evidenceLines);
    const line =
      seq === undefined ? undefined : (await store.messages.before(room.id, seq + 1, 1)).messages[0];
    if (seq !== undefined && line?.seq !== seq) throw new AppError('not_found', 'There is no such line.');
    if (event !== undefined && !this.#isAnnounced(event, room.id)) {
      throw new AppError('not_found', 'There is no such event.');
    }
    const about = line?.author.id ?? id;
    if (about === by.id) throw new AppError('conflict', 'That is you.');
    const person = about === undefined ? null : await this.#person(about);
    const same = today.some(
      (one) =>
        one.roomId === room.id &&
        one.person?.id === person?.id &&
        one.seq === (seq ?? null) &&
        one.event === (event ?? null),
    );
    if (same) throw new AppError('conflict', 'You have reported that today.');
    const kind = line ? 'line' : person ? 'person' : event ? 'event' : 'room';
    const shown = [...(lines ? messages : []), ...(line ? [line] : [])];
    const evidence = [...new Map(shown.map((one) => [one.seq, one])).values()]
      .sort((a, b) => a.seq - b.seq)
      .map(
        ({ seq, author, text, sentAt }): Evidence => ({
          seq,
          author: { id: author.id, name: author.name },
          text,
          sentAt,
        }),
      );
    await this.#save(by, room, {
      kind,
      person,
      event: event ?? null,
      seq: seq ?? null,
      reason,
      note,
      evidence,
    });
  }

  /** Somebody who may not be in the house objects. Throws `conflict` where nothing holds, or for a second time. */
  async appealToHouse(by: Identity, comer: Comer, note: string): Promise<void> {
    const sanction = this.#parts.sanctions.find(null, 'out', comer);
    if (!sanction) throw new AppError('conflict', 'The door is open for you.');
    await this.#object(by, null, sanction, note);
  }

  /** Somebody who was put out objects. Throws `conflict` where nothing holds, or for a second time. */
  async appeal(by: Identity, comer: Comer, slug: RoomSlug, note: string): Promise<void> {
    const { rooms, sanctions, audience } = this.#parts;
    const room = await rooms.find(slug);
    const sanction = sanctions.find(room.id, 'out', comer);
    // For whom there is no such room there is none to object to either.
    if (!sanction) {
      audience.require(room, by.id);
      throw new AppError('conflict', 'The door is open for you.');
    }
    await this.#object(by, room, sanction, note);
  }

  /** What somebody may decide: in the rooms they moderate, and never about who is not below them. */
  async list(asker: Identity): Promise<ReportInfo[]> {
    const { pages, deciders } = this.#parts;
    const rooms = pages.roomsOf(asker).map(({ id }) => id);
    return await this.#queue(rooms, (one) => deciders.mayInRoom(asker, one));
  }

  /** What somebody who keeps the house may decide. */
  async listOfHouse(asker: Identity): Promise<ReportInfo[]> {
    return await this.#queue(null, (one) => this.#parts.deciders.mayInHouse(asker, one));
  }

  /** The weightiest first, then what was decided. Of too many, those of people with an account stay. */
  async #queue(rooms: readonly RoomId[] | null, may: (report: ReportOutline) => boolean) {
    const { reports } = this.#parts.store;
    const open = (await reports.undecided(rooms, mostWeighed)).filter(may);
    const weights = new Map<string, number>();
    for (const one of open) {
      const weight = one.reporterGuest ? weightOfGuest : weightOfAccount;
      weights.set(subjectOf(one), (weights.get(subjectOf(one)) ?? 0) + weight);
    }
    const weightOf = (one: ReportOutline) => weights.get(subjectOf(one)) ?? 0;
    const byWeight = (a: ReportOutline, b: ReportOutline) => weightOf(b) - weightOf(a) || b.at - a.at;
    const listed = open
      .sort((a, b) => Number(a.reporterGuest) - Number(b.reporterGuest) || byWeight(a, b))
      .slice(0, mostListed)
      .sort(byWeight);
    const found = await Promise.all(listed.map(({ id }) => reports.find(id)));
    const decided = (await reports.decided(rooms, mostListed))
      .filter(may)
      .slice(0, mostListed - found.length);
    return await Promise.all([
      ...found.flatMap((one) => (one ? [this.#describe(one, weightOf(one))] : [])),
      ...decided.map((one) => this.#describe(one, 0)),
    ]);
  }

  /** Takes a report, or says what came of it. Throws `not_found`, `conflict` for what is decided. */
  async decide(by: Identity, id: ReportId, outcome: 'acted' | 'nothing' | null): Promise<void> {
    const { store, notices } = this.#parts;
    const report = await this.#open(by, id);
    const state = outcome === null ? 'taken' : 'decided';
    const action = outcome === null ? 'reportTaken' : 'reportDecided';
    const room = report.roomId && { id: report.roomId, name: report.roomName };
    const deed = {
      action,
      by: by.id,
      to: report.person?.id ?? null,
      room: room || null,
      reason: report.reason,
    } as const;
    await store.reports.save(
      { ...report, state, outcome, byId: by.id },
      entryOf({ ...deed, note: outcome ?? '' }),
    );
    if (outcome === null || report.reporterId === null) return;
    const kind = outcome === 'acted' ? 'reportActed' : 'reportNothing';
    await notices.tell(report.reporterId, { kind, who: null, text: report.roomName });
  }

  /** Passes one on to those who keep the house. Throws `not_found`, `conflict` for what is decided or was passed on. */
  async passOn(by: Identity, id: ReportId): Promise<void> {
    const report = await this.#open(by, id);
    if (report.toHouse) throw new AppError('conflict', 'That was passed on.');
    const room = report.roomId && { id: report.roomId, name: report.roomName };
    const deed = {
      action: 'passedOn',
      by: by.id,
      to: report.person?.id ?? null,
      room: room || null,
    } as const;
    await this.#parts.store.reports.save(
      { ...report, state: 'open', byId: null, toHouse: true },
      entryOf({ ...deed, reason: report.reason }),
    );
  }

  /** One that somebody may decide, in the room or in the house. */
  async #open(by: Identity, id: ReportId): Promise<ReportRecord> {
    const { store, deciders } = this.#parts;
    const report = await store.reports.find(id);
    if (!report || !(deciders.mayInRoom(by, report) || deciders.mayInHouse(by, report))) {
      throw new AppError('not_found', 'There is no such report.');
    }
    if (report.state === 'decided') throw new AppError('conflict', 'That was decided.');
    return report;
  }

  /** Once for each time, whoever the browser says that it is by now. */
  async #object(by: Identity, room: RoomInfo | null, { person, since, reason }: Sanction, note: string) {
    const earlier = await this.#parts.store.reports.appeals(person.id, since);
    if (earlier.some(({ roomId }) => roomId === (room?.id ?? null))) {
      throw new AppError('conflict', 'You have objected already.');
    }
    const said = { kind: 'appeal', event: null, seq: null, reason, note, evidence: [] } as const;
    await this.#save(by, room, { ...said, person });
  }

  #isAnnounced(id: string, roomId: RoomId): boolean {
    const event = this.#parts.schedule.byId(id as EventId);
    return event !== undefined && event.status !== 'draft' && event.roomId === roomId;
  }

  async #person(id: UserId): Promise<PersonInfo> {
    return await this.#parts.guests.person({ id, language: 'en', loginId: null });
  }

  async #save(
    by: Identity,
    room: RoomInfo | null,
    said: Pick<ReportRecord, 'kind' | 'person' | 'event' | 'seq' | 'reason' | 'note' | 'evidence'>,
  ): Promise<void> {
    const report: ReportRecord = {
      ...said,
      id: ReportId.parse(randomId()),
      ...{ roomId: room?.id ?? null, roomName: room?.name ?? '', at: Date.now() },
      ...{ reporterId: by.id, reporterGuest: by.loginId === null },
      ...{ state: 'open', byId: null, outcome: null, toHouse: false },
    };
    // Not by whom: whoever is meant may read the log.
    const action = said.kind === 'appeal' ? 'appealed' : 'reported';
    const deed = { action, to: said.person?.id ?? null, room, reason: said.reason } as const;
    await this.#parts.store.reports.save(report, entryOf(deed));
  }

  async #describe(record: ReportRecord, weight: number): Promise<ReportInfo> {
    const { roomId, roomName, reporterId, byId, reporterGuest: _, evidence, toHouse, ...same } = record;
    const room = roomId && this.#parts.rooms.info(roomId);
    const event = record.event === null ? undefined : this.#parts.schedule.byId(record.event as EventId);
    return {
      ...same,
      room: roomId && {
        ...{ id: roomId, name: roomName },
        ...{ slug: room?.slug ?? null, visibility: room?.visibility ?? null },
      },
      eventPage: event && event.status !== 'draft' ? { slug: event.slug, title: event.title } : null,
      reporter: reporterId ? await this.#person(reporterId) : null,
      by: byId ? await this.#person(byId) : null,
      evidence: [...evidence],
      weight,
      passedOn: toHouse,
    };
  }
}

/** What a report is about: whoever is meant, or else the event, or the room. */
function subjectOf({ person, event, roomId }: ReportOutline): string {
  return person?.id ?? event ?? roomId ?? '';
}
