import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { AuditId, ReportId } from '../../protocol/ids.ts';
import type { AuditRecord, Sanction } from '../../server/store/ModerationStore.ts';
import type { ReportOutline, ReportRecord } from '../../server/store/ReportStore.ts';
import { aGuest, aRoom } from './storeSamples.ts';
import { eachStore } from './stores.ts';

const anEntry = (changes: Partial<AuditRecord> = {}): AuditRecord => ({
  id: AuditId.parse(randomBytes(16).toString('base64url')),
  at: 1_800_000_000_000,
  action: 'warned',
  by: aGuest().id,
  to: aGuest().id,
  roomId: null,
  roomName: 'Backyard observatory',
  reason: 'talksOver',
  note: '',
  until: null,
  ...changes,
});

const aSanction = (changes: Partial<Sanction> = {}): Sanction => ({
  person: aGuest(),
  roomId: null,
  kind: 'out',
  since: 1_800_000_000_000,
  until: 1_800_000_060_000,
  reason: 'insults',
  note: 'Not here. 请勿喧哗',
  by: aGuest(),
  device: 'd'.repeat(22),
  invite: null,
  network: 'n'.repeat(22),
  ...changes,
});

eachStore((opened) => {
  test('keeps the log in the order in which it was written, page by page, the latest first', async () => {
    const { audit } = opened.store;
    const entries = [1, 2, 3, 4].map((at) => anEntry({ at }));
    for (const entry of entries) await audit.add(entry);
    const [first, second, third, fourth] = entries;
    expect(await audit.list({ rooms: null, count: 2 })).toEqual([fourth, third]);
    expect(await audit.list({ rooms: null, count: 9, before: third?.id })).toEqual([second, first]);
    expect(await audit.list({ rooms: null, count: 9, before: anEntry().id })).toEqual([]);
  });

  test('finds in the log by room, by person, by what was done, and by words and names', async () => {
    const { audit, guests } = opened.store;
    const [room, other] = [aRoom(), aRoom()];
    const mo = { ...aGuest(), name: 'Mo 100%' };
    await guests.save(mo);
    const muted = anEntry({ action: 'muted', roomId: room.id, to: mo.id });
    const banned = anEntry({ action: 'banned', roomId: other.id, by: mo.id, note: 'Six links_in a row' });
    const house = anEntry({ action: 'houseChanged', roomName: '' });
    for (const entry of [muted, banned, house]) await audit.add(entry);
    const find = async (query: object) => await audit.list({ rooms: null, count: 9, ...query });
    expect(await find({ rooms: [room.id] })).toEqual([muted]);
    expect(await find({ rooms: [] })).toEqual([]);
    expect(await find({ to: mo.id })).toEqual([muted]);
    expect(await find({ actions: ['banned', 'houseChanged'] })).toEqual([house, banned]);
    expect(await find({ text: 'six LINKS_' })).toEqual([banned]);
    expect(await find({ text: 'mo 100%' })).toEqual([banned, muted]);
    expect(await find({ text: '%' })).toEqual([banned, muted]);
    expect(await find({ text: 'observ', rooms: [room.id, other.id] })).toEqual([banned, muted]);
  });

  test('finds deeds by capital letters beyond A to Z, in notes, rooms and names', async () => {
    const { audit, guests } = opened.store;
    const yuri = { ...aGuest(), name: 'Юрий' };
    await guests.save(yuri);
    const [noted, roomed, named] = [
      anEntry({ note: 'Ärger im Raum' }),
      anEntry({ roomName: 'Šachy' }),
      anEntry({ to: yuri.id }),
    ];
    for (const entry of [noted, roomed, named]) await audit.add(entry);
    const find = async (text: string) =>
      (await audit.list({ rooms: null, count: 9, text })).map(({ id }) => id);
    expect(await find('ärger')).toEqual([noted.id]);
    expect(await find('ŠACH')).toEqual([roomed.id]);
    expect(await find('юрий')).toEqual([named.id]);
  });

  test('leaves out of the log what people talk in private, but for conversations that are asked for', async () => {
    const { audit, rooms } = opened.store;
    const [open, group, direct] = [
      aRoom(),
      aRoom({ visibility: 'members' }),
      aRoom({ visibility: 'direct' }),
    ];
    for (const room of [open, group, direct]) await rooms.add(room);
    const gone = anEntry({ roomId: aRoom().id });
    const [ofOpen, ofGroup, ofDirect] = [open, group, direct].map(({ id }) => anEntry({ roomId: id }));
    const ofHouse = anEntry();
    for (const entry of [gone, ofOpen, ofGroup, ofDirect, ofHouse]) if (entry) await audit.add(entry);
    const find = async (query: object) => await audit.list({ rooms: null, count: 9, ...query });
    expect(await find({})).toHaveLength(5);
    expect(await find({ conversations: [] })).toEqual([ofHouse, ofOpen, gone]);
    expect(await find({ conversations: [group.id] })).toEqual([ofHouse, ofGroup, ofOpen, gone]);
  });

  test('keeps what holds for somebody, one of a kind in each room, with what the log says of it', async () => {
    const { sanctions, audit, rooms } = opened.store;
    const room = aRoom();
    await rooms.add(room);
    const first = aSanction({ roomId: room.id });
    const longer = { ...first, until: null, reason: 'raid', by: null } as const;
    const [muted, house] = [{ ...first, kind: 'mute', since: 2_000_000_000_000 } as const, aSanction()];
    const entries = [anEntry(), anEntry(), anEntry(), anEntry()] as const;
    await sanctions.impose(first, entries[0]);
    await sanctions.impose(longer, entries[1]);
    await sanctions.impose(muted, entries[2]);
    await sanctions.impose(house, entries[3]);
    const kept = await sanctions.list();
    expect(kept).toHaveLength(3);
    expect(new Set(kept)).toEqual(new Set([longer, muted, house]));
    expect(await audit.list({ rooms: null, count: 9 })).toEqual([...entries].reverse());
    const { id: userId } = first.person;
    const lifted = anEntry();
    await sanctions.lift({ roomId: room.id, userId, kind: 'out' }, lifted);
    expect(await sanctions.list()).toEqual(expect.arrayContaining([muted, house]));
    expect(await sanctions.list()).toHaveLength(2);
    expect(await audit.list({ rooms: null, count: 1 })).toEqual([lifted]);
    await rooms.remove(room.id);
    expect(await sanctions.list()).toEqual([house]);
  });

  test('writes nothing into the log of what was not kept', async () => {
    const { sanctions, audit } = opened.store;
    const sanction = aSanction({ roomId: aRoom().id });
    await expect(sanctions.impose(sanction, anEntry())).rejects.toMatchObject({ code: 'not_found' });
    expect(await sanctions.list()).toEqual([]);
    expect(await audit.list({ rooms: null, count: 9 })).toEqual([]);
  });

  test('what holds for somebody who left for good holds on, without their name', async () => {
    const { sanctions } = opened.store;
    const sanction = aSanction();
    await sanctions.impose(sanction, anEntry());
    await opened.store.forget(sanction.person.id);
    const { id, avatar } = sanction.person;
    expect(await sanctions.list()).toEqual([{ ...sanction, person: { id, name: '', avatar } }]);
  });
});

const aReport = (changes: Partial<ReportRecord> = {}): ReportRecord => ({
  id: ReportId.parse(randomBytes(16).toString('base64url')),
  ...{ kind: 'line', roomId: aRoom().id, roomName: 'Backyard observatory', person: aGuest(), event: null },
  ...{
    seq: 3,
    reporterId: aGuest().id,
    reporterGuest: true,
    toHouse: false,
    reason: 'insults',
    note: '',
    at: 5,
  },
  ...{ state: 'open', byId: null, outcome: null },
  evidence: [{ seq: 3, author: { id: aGuest().id, name: 'Mo' }, text: '你好', sentAt: 4 }],
  ...changes,
});

const outlineOf = ({ note, evidence, ...outline }: ReportRecord): ReportOutline => outline;

eachStore((opened) => {
  test('keeps what was reported as it was, and what became of it, by room and by who reported', async () => {
    const { reports, audit } = opened.store;
    const [first, second] = [aReport({ at: 1 }), aReport({ at: 2, person: null, seq: null, kind: 'room' })];
    const entry = anEntry({ action: 'reported' });
    await reports.save(first, entry);
    await reports.save(second, anEntry());
    const decided = { ...first, state: 'decided', outcome: 'acted', byId: aGuest().id } as const;
    await reports.save(decided, anEntry({ action: 'reportDecided' }));
    expect(await reports.undecided(null, 9)).toEqual([outlineOf(second)]);
    expect(await reports.decided(null, 9)).toEqual([decided]);
    expect(await reports.decided([first.roomId ?? ('' as never)], 9)).toEqual([decided]);
    expect(await reports.decided([second.roomId ?? ('' as never)], 9)).toEqual([]);
    expect(await reports.decided([], 9)).toEqual([]);
    expect(await reports.find(first.id)).toEqual(decided);
    expect(await reports.find(aReport().id)).toBeNull();
    expect(await reports.by(second.reporterId ?? ('' as never), 2)).toEqual([second]);
    expect(await reports.by(second.reporterId ?? ('' as never), 3)).toEqual([]);
    expect(await audit.list({ rooms: null, count: 9 })).toHaveLength(3);
  });

  test('gives what is to be decided before what guests reported later, and leaves out what was decided', async () => {
    const { reports } = opened.store;
    const roomId = aRoom().id;
    const guest = (at: number) => aReport({ at, roomId });
    const member = (at: number) => aReport({ at, reporterGuest: false, state: 'taken', toHouse: true });
    const [old, older, late, later] = [member(2), member(1), guest(3), guest(4)];
    const done = aReport({ at: 9, state: 'decided', roomId });
    for (const one of [late, old, done, later, older]) await reports.save(one, anEntry());
    const order = [old, older, later, late].map(outlineOf);
    expect(await reports.undecided(null, 9)).toEqual(order);
    expect(await reports.undecided(null, 3)).toEqual(order.slice(0, 3));
    expect(await reports.undecided([roomId], 9)).toEqual(order.slice(2));
    expect(await reports.undecided([], 9)).toEqual([]);
  });

  test('finds objections by whom they are about, whoever objected', async () => {
    const { reports } = opened.store;
    const person = aGuest();
    const [first, second] = [
      aReport({ kind: 'appeal', person, at: 1, roomId: null }),
      aReport({ kind: 'appeal', person, at: 2 }),
    ];
    const others = [aReport({ person, at: 3 }), aReport({ kind: 'appeal', at: 3 })];
    for (const one of [first, second, ...others]) await reports.save(one, anEntry());
    expect(await reports.appeals(person.id, 0)).toEqual([second, first]);
    expect(await reports.appeals(person.id, 2)).toEqual([second]);
  });

  test('forgets who reported when they leave for good, and what was decided about who leaves', async () => {
    const { reports } = opened.store;
    const [open, decided] = [aReport({ at: 1 }), aReport({ at: 2, state: 'decided' })];
    for (const report of [open, decided]) await reports.save(report, anEntry());
    for (const id of [open.reporterId, open.person?.id, decided.person?.id])
      if (id) await opened.store.forget(id);
    expect(await reports.decided(null, 9)).toEqual([]);
    expect(await reports.find(open.id)).toEqual({ ...open, reporterId: null });
  });
});
