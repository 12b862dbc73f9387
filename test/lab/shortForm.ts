import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { Lab } from './Lab.ts';
import { findingsOf, toTable } from './report.ts';
import type { Sample, Scenario } from './scenarios/Scenario.ts';

// One run says nothing of p95, and the machine has other work: a figure in milliseconds may be twice its limit.
// What a busy machine can cause by itself is printed, and judged by the long form only.
const generosity = 2;
const patienceMs = 240_000;

/** Breaks one conversation once in each of these ways. */
export function breakOnce(scenarios: readonly Scenario[]): void {
  const impediment = Lab.impediment();
  const begun = performance.now();
  const seconds = () => Math.round((performance.now() - begun) / 1000);

  if (impediment) {
    process.stdout.write(`\nTHE LAB OF BAD NETWORKS IS SKIPPED HERE: ${impediment.toUpperCase()}.\n\n`);
  }
  beforeAll(() => {
    if (!impediment) process.stdout.write('\nThe lab breaks every thing once, which takes some minutes.\n');
  });
  afterAll(() => {
    if (!impediment) process.stdout.write(`\nThe lab took ${seconds()} s.\n`);
  });

  // What a busy machine can cause in all its figures would be run for nothing.
  const judged = scenarios.filter(({ figures }) => Object.values(figures).some(({ delicate }) => !delicate));
  for (const scenario of judged) {
    test.skipIf(impediment !== null)(
      `one conversation outlives this: ${scenario.what}`,
      async () => {
        const lab = await Lab.open({ brief: true });
        onTestFinished(() => lab.close());
        judgeOnce(scenario, await scenario.run(lab, 1));
      },
      patienceMs,
    );
  }
}

/** Fails where one run of a scenario gave what a busy machine does not cause by itself. */
export function judgeOnce(scenario: Scenario, samples: readonly Sample[]): void {
  const findings = findingsOf(scenario, samples);
  process.stdout.write(`\n${toTable(findings)}\n`);
  for (const { figure, max } of findings) {
    if (figure.delicate) continue;
    const limit = figure.unit === 'ms' ? figure.limit * generosity : figure.limit;
    expect.soft(max, figure.what).toBeLessThanOrEqual(limit);
  }
}
