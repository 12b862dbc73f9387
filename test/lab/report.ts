import { median, percentile } from '../../bench/statistics.ts';
import type { Figure, Sample, Scenario } from './scenarios/Scenario.ts';

/** What the runs of one scenario say about one of its figures. */
export interface Finding {
  /** What happens. */
  readonly scenario: string;
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
    return { scenario: scenario.what, figure, count: values.length, p50, p95, max, met };
  });
}

const heading = ['what happens', 'figure', 'at most', 'n', 'p50', 'p95', 'max', '', 'measured'];

/** Writes findings as a table in Markdown, which reads as well in a terminal. */
export function toTable(findings: readonly (Finding & { readonly where?: string })[]): string {
  const rows = findings.map(({ scenario, figure, count, p50, p95, max, met, where = 'now' }, index) => [
    findings[index - 1]?.scenario === scenario ? '' : scenario,
    figure.what,
    told(figure.limit, figure),
    String(count),
    ...[p50, p95, max].map((value) => told(value, figure)),
    met ? 'met' : '**MISSED**',
    where,
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
  if (unit === '%') return `${value.toFixed(1)} %`;
  return unit === 'times' ? `${value} ×` : `${Math.round(value)} ${unit}`;
}
