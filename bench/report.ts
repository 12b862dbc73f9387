/** One figure. */
export interface Figure {
  readonly scenario: string;
  /** How large, where a scenario measures more than one size. */
  readonly shape?: string;
  readonly metric: string;
  readonly value: number | string;
  readonly unit: string;
  /** The extremes of the rounds whose median the value is. */
  readonly min?: number;
  readonly max?: number;
  /** What it is compared with in the same run, and how many times that it is. */
  readonly against?: string;
  readonly ratio?: number;
  /** What it should be at most: of the ratio if there is one, else of the value. */
  readonly target?: number;
}

/** Says whether a figure is as it should be; undefined for one that has no target. */
export function meetsTarget({ value, ratio, target }: Figure): boolean | undefined {
  return target === undefined ? undefined : (ratio ?? Number(value)) <= target;
}

/** Writes a figure as one line of JSON, numbers rounded to what was measured. */
export function toJson(figure: Figure): string {
  return JSON.stringify(figure, (_, value) => (typeof value === 'number' ? rounded(value) : value));
}

/** Writes figures as a table for people. */
export function toTable(figures: readonly Figure[]): string {
  const rows = figures.map((figure) => [
    [figure.shape, figure.metric].filter(Boolean).join(': '),
    typeof figure.value === 'number' ? String(rounded(figure.value)) : figure.value,
    figure.unit,
    figure.min === undefined || figure.max === undefined
      ? ''
      : `(${rounded(figure.min)} to ${rounded(figure.max)})`,
    figure.ratio === undefined ? '' : `${rounded(figure.ratio)} x ${figure.against}`,
    verdict(figure),
  ]);
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? [];
  return rows
    .map((row) =>
      row
        .map((cell, column) =>
          column === 1 ? cell.padStart(widths[1] ?? 0) : cell.padEnd(widths[column] ?? 0),
        )
        .join('  ')
        .trimEnd(),
    )
    .map((row) => `  ${row}`)
    .join('\n');
}

function verdict(figure: Figure): string {
  const met = meetsTarget(figure);
  return met === undefined ? '' : `${met ? 'met' : 'MISSED'}: at most ${figure.target}`;
}

function rounded(value: number): number {
  return Number(value.toPrecision(4));
}
