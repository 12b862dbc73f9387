import { setImmediate } from 'node:timers/promises';
import type fc from 'fast-check';
import { expect } from 'vitest';
import type { RoomInfo } from '../../../../protocol/room.ts';
import { AppError } from '../../../../server/errors.ts';
import type { Participant } from '../../../../server/rooms/Participant.ts';
import type { DoorHouse } from './DoorHouse.ts';
import { type DoorModel, Refused } from './DoorModel.ts';
import type { RoomModel } from './RoomModel.ts';
import { capacity } from './world.ts';

/** One thing that happens on paper and in the house. */
export type Step = fc.AsyncCommand<DoorModel, DoorHouse>;

// No two things that are due in whole seconds are due at once.
const moment = 1;

/** Somebody at a place of a list when it comes to it, `authors` being those who can take something back; or else this very number. */
export interface Chosen {
  readonly of: 'seats' | 'knocks' | 'queue' | 'kept' | 'bars' | 'authors' | null;
  readonly place: number;
  readonly n: number;
}

/** Who does what, where, and to whom. */
export interface Deed<What> {
  readonly at: number;
  readonly by: Chosen;
  readonly whom: Chosen;
  readonly what: What;
}

/** How it is done to one of both. */
export type Act<Of, What> = (of: Of, by: number, at: number, whom: number, what: What) => unknown;

/** What both do; the model says what comes of it. */
export function step<What>(
  verb: string,
  { at, by, whom, what }: Deed<What>,
  paper: Act<DoorModel, What>,
  real: Act<DoorHouse, What>,
): Step {
  return {
    check: () => true,
    toString: () => verb,
    async run(model, house) {
      const [one, other] = [numberOf(model, at, by), numberOf(model, at, whom)];
      model.story.push(`${one} ${verb} (room ${at}, person ${other}, ${JSON.stringify(what)})`);
      try {
        const wanted = await codeOf(() => paper(model, one, at, other, what), Refused);
        const got = await codeOf(() => real(house, one, at, other, what), AppError);
        expect(got).toBe(wanted);
        model.clock.wind(moment);
        house.wind(moment);
        await setImmediate();
        compare(model, house);
      } catch (error) {
        // Who it was is known by now only: the same step is taken by others when the story is made shorter.
        throw new Error(`${String(error)}\n\nWhat happened:\n${model.story.join('\n')}`, { cause: error });
      }
    },
  };
}

function numberOf(model: DoorModel, at: number, { of, place, n }: Chosen): number {
  const room = model.rooms[at];
  if (!room || of === null) return n;
  const list = of === 'authors' ? authors(model) : Array.isArray(room[of]) ? room[of] : [...room[of].keys()];
  return list[place % list.length] ?? n;
}

/** Who did something to somebody, the latest first. */
function authors({ undos }: DoorModel): number[] {
  return undos.map(({ by }) => by).reverse();
}

/** With what somebody was refused; null: they were not. Everything else that is thrown is a mistake. */
async function codeOf(act: () => unknown, kind: typeof Refused | typeof AppError): Promise<string | null> {
  try {
    await act();
    return null;
  } catch (error) {
    if (error instanceof kind) return error.code;
    throw error;
  }
}

function compare(model: DoorModel, house: DoorHouse): void {
  for (const [n, paper] of model.rooms.entries()) {
    const real = tellHouse(house, n);
    expect(real).toEqual(tellModel(model, paper));
    if (!real) continue;
    // Whatever the model says.
    const inside = (real.room?.seats ?? []).map(([who]) => who);
    expect(inside.length).toBeLessThanOrEqual(capacity);
    const unwelcome = [...inside, ...(real.room?.knocks ?? []), paper.owner];
    expect(unwelcome.filter((who) => real.barred.includes(who as number))).toEqual([]);
  }
  expect(house.log.lines.filter(({ level }) => level === 'error' || level === 'warn')).toEqual([]);
}

function tellHouse(house: DoorHouse, n: number) {
  const info = house.parts.rooms.info((house.infos[n] as RoomInfo).id);
  if (!info) return null;
  const { sanctions, roles, invites } = house.parts;
  const room = house.live(n);
  const index = (id: string) => house.invites.findIndex((one) => one.id === id);
  const seat = ({ userId, role, connected, acting }: Participant) => [
    ...[house.numberOf(userId), role, connected, acting],
  ];
  return {
    ...{ locked: info.locked, entry: info.entry },
    barred: sanctions
      .list(info.id)
      .map(({ person }) => house.numberOf(person.id))
      .sort(),
    given: roles
      .given(info.id)
      .map(({ userId, role }) => [house.numberOf(userId), role])
      .sort(),
    invites: invites.of(info.id).map(({ id, used }) => [index(id), used]),
    room: room && {
      seats: [...room.participants.values()].map(seat),
      knocks: room.door.knocks.map(({ person }) => house.numberOf(person.id)),
      queue: room.door.queue.map((userId) => house.numberOf(userId)),
    },
  };
}

function tellModel(model: DoorModel, paper: RoomModel) {
  if (paper.gone) return null;
  const seats = [...paper.seats].map(([who, { connected, acting }]) => [
    ...[who, paper.roleOf(who), connected, acting],
  ]);
  return {
    ...{ locked: paper.locked, entry: paper.entry },
    barred: [...paper.bars.keys()].filter((who) => paper.barOf(who)).sort(),
    given: [...paper.given].sort(),
    invites: model.invitesOf(paper),
    room: paper.live ? { seats, knocks: paper.knocks, queue: paper.queue } : undefined,
  };
}
