import fc from 'fast-check';
import { expect } from 'vitest';
import type { DoorHouse } from './DoorHouse.ts';
import type { DoorModel } from './DoorModel.ts';
import { type Act, type Chosen, step } from './doorStep.ts';
import { ghost } from './world.ts';

const anybody = fc.nat({ max: ghost });
const chosen = (of: Chosen['of']) =>
  fc.record({ of: fc.constant(of), place: fc.nat({ max: 3 }), n: anybody });
const who = chosen(null);
const seated = chosen('seats');
const owner = fc.constant({ of: null, place: 0, n: 0 });
// Most is done by those who are there, the owner above all.
const inside = fc.oneof(
  { weight: 3, arbitrary: owner },
  { weight: 4, arbitrary: seated },
  { weight: 1, arbitrary: who },
);
const either = fc.oneof(seated, who);
// The last one never was.
const room = fc.oneof({ weight: 9, arbitrary: fc.constant(0) }, fc.nat({ max: 2 }));
const made = fc.nat({ max: 2 });
const seconds = fc.oneof(fc.nat({ max: 15 }), fc.constantFrom(20, 30, 60, 120, 600));
const carried = fc.constantFrom(
  'coOwner' as const,
  'moderator' as const,
  'speaker' as const,
  'guest' as const,
);
const key = fc.record({
  invite: fc.oneof({ weight: 2, arbitrary: fc.constant(null) }, made),
  passcode: fc.constantFrom(null, 'right' as const, 'wrong' as const),
  token: fc.boolean(),
});
const wish = fc.record({
  role: carried,
  minutes: fc.constantFrom(null, 1, 3),
  most: fc.constantFrom(null, 1, 2),
});
const permissions = fc.constantFrom(
  undefined,
  { 'room:admit': 'member' as const, 'room:lock': 'coOwner' as const },
  { 'participant:remove': 'visitor' as const, 'participant:mute': 'visitor' as const },
  { 'room:edit': 'moderator' as const, 'room:invite': 'visitor' as const },
);

/** Something that somebody can do. */
function deed<What>(
  verb: string,
  by: fc.Arbitrary<Chosen>,
  what: fc.Arbitrary<What>,
  paper: Act<DoorModel, What>,
  real: Act<DoorHouse, What>,
  whom: fc.Arbitrary<Chosen> = either,
) {
  return fc.record({ at: room, by, whom, what }).map((said) => step(verb, said, paper, real));
}

const none = fc.constant(null);
const outside = who.filter(({ n }) => n !== ghost);
const atDoor = fc.oneof(chosen('knocks'), chosen('queue'), chosen('kept')).filter(({ n }) => n !== ghost);

const come = deed(
  'comes',
  fc.oneof(
    { weight: 6, arbitrary: outside },
    { weight: 2, arbitrary: atDoor },
    seated.filter(({ n }) => n !== ghost),
  ),
  key,
  (model, by, at, _, shown) => model.come(by, at, shown),
  async (house, by, at, _, shown) => {
    try {
      await house.come(by, at, shown);
    } catch (error) {
      // Whatever the model says: an owner with no wrong key finds a full room at worst.
      const plain = shown.invite === null && shown.passcode !== 'wrong' && !shown.token;
      if (by === at && plain)
        expect(error).toMatchObject({ code: expect.stringMatching(/^(room_full|not_found)$/) });
      throw error;
    }
  },
);
const expel = deed(
  'puts out',
  inside,
  fc.record({ minutes: fc.constantFrom(null, 1, 30), bySeat: fc.boolean() }),
  (model, by, at, whom, { minutes }) => model.expel(by, at, whom, minutes),
  (house, by, at, whom, { minutes, bySeat }) => house.expel(by, at, whom, minutes, bySeat),
);
const grant = deed(
  'gives a role',
  inside,
  fc.option(carried),
  (model, by, at, whom, role) => model.grant(by, at, whom, role),
  (house, by, at, whom, role) => house.grant(by, at, whom, role),
);
const wait = deed(
  'waits',
  outside,
  none,
  (model, by, at) => model.wait(by, at),
  (house, by, at) => house.wait(by, at),
);
const knock = deed(
  'knocks',
  outside,
  none,
  (model, by, at) => model.knock(by, at),
  (house, by, at) => house.knock(by, at),
);

/** Everything that can be done, legal or not. */
export const steps = [
  ...[come, come, come, come, come, come, expel, expel, grant, grant, wait, wait, knock, knock],
  deed(
    'leaves',
    inside,
    none,
    (model, by, at) => model.leave(by, at),
    (house, by, at) => house.leave(by, at),
  ),
  deed(
    'loses the line',
    inside,
    none,
    (model, by, at) => model.lose(by, at),
    (house, by, at) => house.lose(by, at),
  ),
  deed(
    'goes away from the door',
    fc.oneof({ weight: 3, arbitrary: atDoor }, outside),
    none,
    (model, by, at) => model.stopWaiting(by, at),
    (house, by, at) => house.stopWaiting(by, at),
  ),
  ...[1, 2].map(() =>
    deed(
      'answers who knocks',
      inside,
      fc.boolean(),
      (model, by, at, whom, admit) => model.answer(by, at, whom, admit),
      (house, by, at, whom, admit) => house.answer(by, at, whom, admit),
      fc.oneof(chosen('knocks'), who),
    ),
  ),
  deed(
    'locks, or unlocks',
    inside,
    fc.boolean(),
    (model, by, at, _, locked) => model.lock(by, at, locked),
    (house, by, at, _, locked) => house.lock(by, at, locked),
  ),
  deed(
    'freezes, or thaws',
    inside,
    fc.boolean(),
    (model, by, at, _, joins) => model.freeze(by, at, joins),
    (house, by, at, _, joins) => house.freeze(by, at, joins),
  ),
  deed(
    'says who comes in by themselves',
    inside,
    fc.constantFrom('free' as const, 'knock' as const, 'knock' as const, 'passcode' as const),
    (model, by, at, _, entry) => model.setEntry(by, at, entry),
    (house, by, at, _, entry) => house.setEntry(by, at, entry),
  ),
  deed(
    'decides who may what',
    inside,
    permissions,
    (model, by, at, _, decided) => model.decide(by, at, decided),
    (house, by, at, _, decided) => house.decide(by, at, decided),
  ),
  ...[1, 2].map(() =>
    deed(
      'makes an invitation',
      inside,
      wish,
      (model, by, at, _, { role, minutes, most }) => model.invite(by, at, role, minutes, most),
      (house, by, at, _, { role, minutes, most }) => house.invite(by, at, role, minutes, most),
    ),
  ),
  deed(
    'burns an invitation',
    inside,
    made,
    (model, by, at, _, index) => model.burn(by, at, index),
    (house, by, at, _, index) => house.burn(by, at, index),
  ),
  ...[1, 2].map(() =>
    deed(
      'takes back',
      fc.oneof({ weight: 2, arbitrary: chosen('authors') }, inside),
      fc.nat({ max: 2 }),
      (model, by, at, _, ago) => model.undo(by, at, model.undos.length - 1 - ago),
      (house, by, at, _, ago) => house.undo(by, at, ago),
    ),
  ),
  ...[1, 2].map(() =>
    deed(
      'pardons',
      inside,
      none,
      (model, by, at, whom) => model.pardon(by, at, whom),
      (house, by, at, whom) => house.pardon(by, at, whom),
      fc.oneof(chosen('bars'), who),
    ),
  ),
  deed(
    'waits for seconds',
    who,
    seconds,
    (model, _by, _at, _, count) => model.clock.wind(count * 1_000),
    (house, _by, _at, _, count) => house.wind(count * 1_000),
  ),
  // One in five of these ends the process: most of what can happen needs people who sit.
  deed(
    'sees another process',
    who,
    fc.nat({ max: 4 }),
    (model, _by, _at, _, chance) => chance === 0 && model.restart(),
    (house, _by, _at, _, chance) => chance === 0 && house.restart(),
  ),
];

/** Some are there before it begins, or it would be over before much has happened. */
const empty = { invite: null, passcode: null, token: false };
export const atFirst = fc
  .constantFrom([0], [0, 3], [0, 1, 4], [0, 3, 7], [0, 6, 8], [3, 4, 5])
  .map((people) =>
    people.map((n) =>
      step(
        'comes at first',
        { at: 0, by: { of: null, place: 0, n }, whom: { of: null, place: 0, n }, what: empty },
        (model, by, at, _, shown) => model.come(by, at, shown),
        (house, by, at, _, shown) => house.come(by, at, shown),
      ),
    ),
  );
