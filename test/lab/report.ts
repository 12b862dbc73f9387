import { median, percentile } from '../../bench/statistics.ts';
import type { Figure, Sample, Scenario } from './scenarios/Scenario.ts';

/** What the runs of one scenario say about one of its figures. */
export interface Finding {
  readonly scenario: Scenario;
  readonly figure: Figure;
  readonly count: number;
  readonly p50: number;
  readonly p95: number;
  readonly max: number;
  readonly met: boolean;
}

/** Sums the runs of a scenario up, figure by figure. */
export function findingsOf(scenario: Scenario, samples: readonly Sample[]): Finding[] {
  return Object.entries(scenario.figures).map(([name, figure]) => {
    const values = samples.map((sample) => sample[name] ?? Number.NaN);
    const [p50, p95, max] = [median(values), percentile(values, 0.95), Math.max(...values)];
    const met = (figure.unit === 'ms' ? p95 : max) <= figure.limit;
    return { scenario, figure, count: values.length, p50, p95, max, met };
  });
}

const heading = ['what happens', 'figure', 'at most', 'n', 'p50', 'p95', 'max', ''];

/** Writes findings as a table in Markdown, which reads as well in a terminal. */
export function toTable(findings: readonly Finding[]): string {
  const rows = findings.map(({ scenario, figure, count, p50, p95, max, met }, index) => [
    findings[index - 1]?.scenario === scenario ? '' : scenario.what,
    figure.what,
    told(figure.limit, figure),
    String(count),
    ...[p50, p95, max].map((value) => told(value, figure)),
    met ? 'met' : '**MISSED**',
  ]);
  const widths = heading.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  const rule = widths.map((width) => '-'.repeat(width));
  return [line(heading), line(rule), ...rows.map(line)].join('\n');
}

function told(value: number, { unit }: Figure): string {
  if (Number.isNaN(value)) return 'not measured';
  if (value === Number.POSITIVE_INFINITY) return 'never';
  return unit === 'times' ? `${value} ×` : `${Math.round(value)} ${unit}`;
}

/** Where and when it was measured. */
export interface Circumstances {
  readonly date: string;
  readonly commit: string;
  readonly cores: number;
  readonly chromium: string;
  readonly minutes: number;
}

/** Writes the page that is published. */
export function toPage(findings: readonly Finding[], circumstances: Circumstances): string {
  const { date, commit, cores, chromium, minutes } = circumstances;
  return `# Reliability, as measured

Written by \`npm run reliability -- --write\` on ${date}, of commit ${commit}, on ${cores} cores, with ${chromium}, in ${minutes} minutes. The lab is in [test/lab](test/lab): each host is a network namespace, each link adds 20 ms each way, the server, its workers and the browsers are the real ones.

Sound is what comes out of the other's audio element: everybody speaks a tone of their own, and every page keeps a timeline of what it hears, 20 ms fine. It is back when nobody misses anybody for 100 ms or more any longer. Of times in milliseconds the p95 must keep to the limit; what must not happen must not happen once.

${toTable(findings)}
`;
}
