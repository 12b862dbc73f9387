import fc from 'fast-check';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { DoorHouse } from './DoorHouse.ts';
import { DoorModel } from './DoorModel.ts';
import { atFirst, steps } from './doorDeeds.ts';

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] }));
afterEach(() => void vi.useRealTimers());

test('doors, seats, roles, invitations and bans do what their rules say, whatever is done by whomever', {
  timeout: 120_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(
      atFirst,
      fc.commands(steps, { maxCommands: 80, size: 'max' }),
      async (first, commands) => {
        const house = await DoorHouse.open();
        const paper = new DoorModel();
        for (const one of first) await one.run(paper, house);
        await fc.asyncModelRun(() => ({ model: paper, real: house }), commands);
        await reread(paper, house);
        house.close();
      },
    ),
    { numRuns: 1000 },
  );
});

/** At the end the next process would know all that was said. */
async function reread(model: DoorModel, house: DoorHouse): Promise<void> {
  const kept = await house.reread();
  for (const [n, paper] of model.rooms.entries()) {
    const info = kept.infos.find(({ slug }) => slug === house.infos[n]?.slug);
    expect(info).toEqual(house.parts.rooms.info(house.infos[n]?.id as never));
    if (!info) continue;
    const seats = kept.seats.filter(({ roomId }) => roomId === info.id);
    expect(seats.map(({ person, role }) => [house.numberOf(person.id), role])).toEqual(
      [...paper.seats.keys()].map((who) => [who, paper.roleOf(who)]),
    );
    const given = ({ roles }: Pick<typeof kept, 'roles'>) =>
      roles.given(info.id).sort((a, b) => a.userId.localeCompare(b.userId));
    expect(given(kept)).toEqual(given(house.parts));
    expect(kept.sanctions.list(info.id)).toEqual(house.parts.sanctions.list(info.id));
    expect(kept.invites.of(info.id)).toEqual(house.parts.invites.of(info.id));
  }
}
