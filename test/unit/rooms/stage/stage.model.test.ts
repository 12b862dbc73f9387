import { setImmediate } from 'node:timers/promises';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { AppError } from '../../../../server/errors.ts';
import { StageHouse, StageModel } from './StageModel.ts';

type Step = fc.AsyncCommand<StageModel, StageHouse>;

/** What both do; the model says whether it is allowed. */
function step(
  name: string,
  model: (model: StageModel) => boolean,
  house: (house: StageHouse) => unknown,
): Step {
  return {
    check: () => true,
    toString: () => name,
    async run(paper, real) {
      const allowed = model(paper);
      let refused: unknown = null;
      try {
        await house(real);
      } catch (error) {
        refused = error;
      }
      if (allowed) expect(refused).toBeNull();
      else expect(refused).toBeInstanceOf(AppError);
      paper.settle();
      await setImmediate();
      compare(paper, real);
    },
  };
}

function compare(paper: StageModel, { room, ...house }: StageHouse): void {
  const numberOf = (id: never) => [...house.byNumber].find(([, one]) => one.id === id)?.[0];
  const { stage } = room;
  expect(stage.hands.line.map(({ id }) => numberOf(id as never))).toEqual(paper.hands);
  expect(stage.info.invited.map(({ participantId }) => numberOf(participantId as never))).toEqual(
    paper.invited,
  );
  expect(
    stage.info.turn && [numberOf(stage.info.turn.participantId as never), stage.info.turn.leftMs],
  ).toEqual(paper.turn && [paper.turn.who, paper.turn.leftMs]);
  for (const [who, person] of paper.people) {
    const real = house.byNumber.get(who);
    if (!real) throw new Error('They are in the room.');
    if (paper.mode === 'stage') expect([who, real.onStage]).toEqual([who, person.onStage]);
    expect([who, stage.maySpeak(real)]).toEqual([who, paper.maySpeak(who)]);
    // What is heard is what may be, and the audience sends nothing at all.
    if (!paper.maySpeak(who)) expect(real.muted).toBe(true);
    if (!stage.maySend(real)) expect(real.producers.size).toBe(0);
  }
}

// The last numbers are of people who never come: their ids are nobody's.
const who = fc.nat({ max: 7 });
const steps = [
  who.map((n) => {
    const host = n === 0;
    return step(
      `join ${n}`,
      (paper) => {
        // Who is in the room already comes anew from another tab, and stays who they were.
        if (n < 6 && !paper.people.has(n)) paper.people.set(n, { host, onStage: host, invitedMs: null });
        return true;
      },
      (house) => {
        if (n < 6 && !house.room.participants.has(house.idOf(n))) house.join(n, host);
      },
    );
  }),
  who.map((n) =>
    step(
      `leave ${n}`,
      (paper) => {
        // The host stays: what happens without one is told elsewhere.
        if (n === 0 || !paper.people.has(n)) return n === 0;
        paper.uninvite(n);
        paper.lower(n);
        return paper.people.delete(n);
      },
      (house) => (n === 0 ? undefined : house.leave(n)),
    ),
  ),
  fc.tuple(who, fc.constantFrom('', 'Why not')).map(([n, reason]) =>
    step(
      `raise ${n}`,
      (paper) => {
        if (!paper.people.has(n) || (!paper.handsOpen && !paper.hands.includes(n))) return false;
        if (!paper.hands.includes(n)) paper.hands.push(n);
        return true;
      },
      (house) => house.room.stage.hands.raise(house.of(n), reason),
    ),
  ),
  who.map((n) =>
    step(
      `lower ${n}`,
      (paper) => {
        paper.lower(n);
        return paper.people.has(n);
      },
      (house) => house.room.stage.hands.lower(house.of(n)),
    ),
  ),
  who.map((n) =>
    step(
      `invite ${n}`,
      (paper) => {
        const person = paper.people.get(n);
        if (!person || paper.mode !== 'stage' || person.onStage || paper.invited.includes(n)) return false;
        paper.invite(n);
        return true;
      },
      (house) => house.room.stage.invite(house.idOf(n)),
    ),
  ),
  fc.tuple(who, fc.boolean()).map(([n, accept]) =>
    step(
      `answer ${n} ${accept}`,
      (paper) => {
        const person = paper.people.get(n);
        if (!person || !paper.invited.includes(n)) return false;
        paper.uninvite(n);
        paper.lower(n);
        person.onStage = accept;
        return true;
      },
      (house) => house.room.stage.answer(house.of(n), accept),
    ),
  ),
  who.map((n) =>
    step(
      `move down ${n}`,
      (paper) => {
        const person = paper.people.get(n);
        if (!person) return false;
        person.onStage = false;
        return true;
      },
      (house) => house.room.stage.moveDown(house.idOf(n), house.of(0)),
    ),
  ),
  who.map((n) =>
    step(
      `step up ${n}`,
      (paper) => {
        const person = paper.people.get(n);
        if (!person || paper.mode !== 'stage') return false;
        paper.uninvite(n);
        person.onStage = true;
        return true;
      },
      (house) => house.room.stage.stepUp(house.of(n)),
    ),
  ),
  fc.constantFrom('lounge' as const, 'stage' as const).map((mode) =>
    step(
      mode,
      (paper) => {
        if (paper.mode === mode) return true;
        paper.mode = mode;
        for (const [n, person] of paper.people) {
          paper.uninvite(n);
          person.onStage = mode === 'stage' && person.host;
        }
        return true;
      },
      ({ room }) => room.edit({ ...room.info, mode }),
    ),
  ),
  fc.constantFrom('free' as const, 'hosts' as const, 'turns' as const).map((mics) =>
    step(
      `mics ${mics}`,
      (paper) => {
        paper.mics = mics;
        return true;
      },
      ({ room }) => room.edit({ ...room.info, mics }),
    ),
  ),
  fc.boolean().map((handsOpen) =>
    step(
      `hands ${handsOpen}`,
      (paper) => {
        paper.handsOpen = handsOpen;
        return true;
      },
      ({ room }) => room.edit({ ...room.info, handsOpen }),
    ),
  ),
  fc.constant(
    step(
      'extend',
      (paper) => {
        if (!paper.turn) return false;
        paper.turn.leftMs = Math.min(600_000, paper.turn.leftMs + 60_000);
        return true;
      },
      ({ room }) => room.stage.turns.extend(),
    ),
  ),
  fc.constant(
    step(
      'skip',
      (paper) => {
        if (!paper.turn) return false;
        paper.turn = null;
        return true;
      },
      ({ room }) => room.stage.turns.end(),
    ),
  ),
  who.map((n) =>
    step(
      `pass ${n}`,
      (paper) => {
        if (!paper.people.has(n) || paper.turn?.who !== n) return false;
        paper.turn = null;
        return true;
      },
      (house) => house.room.stage.pass(house.of(n)),
    ),
  ),
  fc.integer({ min: 1, max: 70 }).map((seconds) =>
    step(
      `${seconds} s`,
      (paper) => {
        for (let second = 0; second < seconds; second++) paper.second();
        return true;
      },
      (house) => {
        for (let second = 0; second < seconds; second++) house.clock.wind(1_000);
      },
    ),
  ),
  who.map((n) =>
    step(
      `speak ${n}`,
      (paper) => paper.maySpeak(n),
      (house) => house.speak(n),
    ),
  ),
];

test('the stage does what its rules say, whatever is done in whatever order, by whomever', {
  timeout: 60_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(fc.commands(steps, { maxCommands: 60, size: 'max' }), async (commands) => {
      const house = await StageHouse.open();
      house.join(0, true);
      const paper = new StageModel();
      paper.people.set(0, { host: true, onStage: true, invitedMs: null });
      await fc.asyncModelRun(() => ({ model: paper, real: house }), commands);
      house.room.close();
    }),
    { numRuns: 500 },
  );
});
