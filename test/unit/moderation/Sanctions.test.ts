import fc from 'fast-check';
import { expect, test } from 'vitest';
import { AuditId, RoomId, UserId } from '../../../protocol/ids.ts';
import { networkOf } from '../../../server/accounts/deviceCookie.ts';
import { Sanctions } from '../../../server/moderation/Sanctions.ts';
import type { Comer } from '../../../server/moderation/traces.ts';
import { MemoryStore } from '../../../server/store/MemoryStore.ts';
import type { AuditRecord, Sanction } from '../../../server/store/ModerationStore.ts';
import { aRoom } from '../../contract/storeSamples.ts';

const userId = (n: number) => UserId.parse(`person-${n}`.padEnd(22, '-'));
const rooms = [aRoom({ id: RoomId.parse('a'.repeat(22)) }), aRoom({ id: RoomId.parse('b'.repeat(22)) })];
const kinds = ['out', 'mute', 'noVideo', 'noChat'] as const;
const start = Date.now() + 1_000_000_000;
const day = 24 * 3_600_000;

const scope = fc.constantFrom(null, ...rooms.map(({ id }) => id));
const trace = fc.constantFrom(null, 'x', 'y');
const step = fc.oneof(
  fc.record({
    type: fc.constant('impose' as const),
    person: fc.nat(3),
    roomId: scope,
    kind: fc.constantFrom(...kinds),
    minutes: fc.option(fc.integer({ min: 1, max: 3_000 })),
    ...{ device: trace, invite: trace, network: trace },
  }),
  fc.record({
    type: fc.constant('lift' as const),
    person: fc.nat(3),
    roomId: scope,
    kind: fc.constantFrom(...kinds),
  }),
  fc.record({ type: fc.constant('reload' as const) }),
  fc.record({ type: fc.constant('wait' as const), minutes: fc.integer({ min: 1, max: 3_000 }) }),
);
const comer = fc.record({
  person: fc.nat(5),
  guest: fc.boolean(),
  device: trace,
  age: fc.option(fc.integer({ min: 0, max: 6_000 })),
  invite: trace,
  network: trace,
});

/** The rule in other words, over a plain list. */
function holds(all: readonly Sanction[], who: Comer, roomId: RoomId, kind: string, now: number): boolean {
  for (const one of all) {
    if (one.kind !== kind || (one.roomId !== null && one.roomId !== roomId)) continue;
    if (one.until !== null && one.until <= now) continue;
    const same = <Trace>(a: Trace | null, b: Trace | null) => a !== null && a === b;
    if (one.person.id === who.userId || same(one.device, who.device)) return true;
    const stranger = who.guest && (who.deviceSince === null || who.deviceSince >= one.since);
    if (stranger && same(one.invite, who.invite)) return true;
    if (stranger && same(one.network, who.network) && now < one.since + day) return true;
  }
  return false;
}

test('what holds for whom is what was imposed and not lifted, over time, restarts and other names', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { maxLength: 14 }),
      fc.array(comer, { minLength: 3, maxLength: 6 }),
      async (steps, comers) => {
        const store = new MemoryStore();
        for (const room of rooms) await store.rooms.add(room);
        let sanctions = await Sanctions.load(store.sanctions);
        const model = new Map<string, Sanction>();
        let now = start;
        let entries = 0;
        const entry = (): AuditRecord => ({
          id: AuditId.parse(`entry-${entries++}`.padEnd(22, '-')),
          ...{ at: now, action: 'banned', by: null, to: null, roomId: null, roomName: '' },
          ...{ reason: null, note: '', until: null },
        });
        for (const one of steps) {
          if (one.type === 'wait') now += one.minutes * 60_000;
          else if (one.type === 'reload') sanctions = await Sanctions.load(store.sanctions);
          else {
            const key = `${one.roomId} ${one.person} ${one.kind}`;
            const who = { roomId: one.roomId, userId: userId(one.person), kind: one.kind };
            if (one.type === 'impose') {
              const { roomId, kind, minutes, device, invite, network } = one;
              const sanction: Sanction = {
                ...{ person: { id: who.userId, name: 'P', avatar: 'a' }, roomId, kind, since: now },
                until: minutes === null ? null : now + minutes * 60_000,
                ...{ reason: 'other', note: '', by: null, device, invite, network },
              };
              model.set(key, sanction);
              await sanctions.impose(sanction, entry());
            } else if (model.delete(key)) await sanctions.lift(who, entry());
            else await expect(sanctions.lift(who, entry())).rejects.toMatchObject({ code: 'not_found' });
          }
          for (const { person, age, ...traces } of comers) {
            const deviceSince = traces.device === null || age === null ? null : now - age * 60_000;
            const who: Comer = { ...traces, deviceSince, userId: userId(person) };
            for (const { id } of rooms) {
              for (const kind of kinds) {
                const wanted = holds([...model.values()], who, id, kind, now);
                expect(sanctions.find(id, kind, who, now) !== null).toBe(wanted);
              }
            }
          }
        }
        expect(await store.audit.list({ rooms: null, count: 99 })).toHaveLength(entries - refusedOf(steps));
      },
    ),
    { numRuns: 500 },
  );
});

/** How often something is lifted that does not hold: nothing is written of it. */
function refusedOf(steps: readonly { type: string; [name: string]: unknown }[]): number {
  const held = new Set<string>();
  let refused = 0;
  for (const { type, roomId, person, kind } of steps) {
    const key = `${roomId} ${person} ${kind}`;
    if (type === 'impose') held.add(key);
    if (type === 'lift' && !held.delete(key)) refused++;
  }
  return refused;
}

test('of an address only the network counts, and none where everybody may have the same', () => {
  expect(networkOf('203.0.113.9')).toBe('203.0.113.0/24');
  expect(networkOf('2001:db8:7:1::/64')).toBe('2001:db8:7::/48');
  for (const own of [
    '127.0.0.1',
    '10.1.2.3',
    '172.20.0.1',
    '192.168.1.7',
    '169.254.1.1',
    '100.64.0.9',
    'unknown',
    'fd00:1:2:3::/64',
    '0:0:0:0::/64',
  ]) {
    expect(networkOf(own)).toBeNull();
  }
});
