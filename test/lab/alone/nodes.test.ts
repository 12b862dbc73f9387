import { afterAll, beforeAll, describe, test } from 'vitest';
import { Lab } from '../Lab.ts';
import { Evening } from '../nodes/Evening.ts';
import { nodesInOneEvening } from '../scenarios/nodes.ts';
import { judgeOnce } from '../shortForm.ts';

describe.skipIf(Lab.impediment() !== null)('a house of two machines', () => {
  let lab: Lab;
  let evening: Evening | undefined;
  beforeAll(async () => {
    lab = await Lab.open({ brief: true });
    evening = await Evening.open(lab);
    await evening.begin();
  }, 240_000);
  afterAll(async () => {
    await evening?.close();
    await lab?.close();
  }, 60_000);

  for (const scenario of nodesInOneEvening) {
    test(`goes on, whatever becomes of a part of it: ${scenario.what}`, async () => {
      if (evening) judgeOnce(scenario, [await scenario.befall(evening)]);
    }, 120_000);
  }
});
