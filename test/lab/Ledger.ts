import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { type Finding, toTable } from './report.ts';

/** Where and when something was measured. */
interface Circumstances {
  readonly date: string;
  readonly commit: string;
  readonly cores: number;
  readonly chromium: string;
}

interface Entry {
  readonly measured: Circumstances;
  readonly findings: readonly Finding[];
}

/**
 * What was found last about each scenario: the whole takes longer than there often is time, so each keeps its own date
 * and commit until it is measured again.
 */
export class Ledger {
  readonly #file: string;
  readonly #entries: Map<string, Entry>;

  constructor(file: string) {
    this.#file = file;
    // Infinity, for what never happened, is no JSON.
    const revive = (_key: string, value: unknown) => (value === 'never' ? Number.POSITIVE_INFINITY : value);
    const known = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8'), revive) : {};
    this.#entries = new Map(Object.entries(known as { [name: string]: Entry }));
  }

  take(name: string, entry: Entry): void {
    this.#entries.set(name, entry);
    const replace = (_key: string, value: unknown) => (value === Number.POSITIVE_INFINITY ? 'never' : value);
    writeFileSync(this.#file, `${JSON.stringify(Object.fromEntries(this.#entries), replace, 1)}\n`);
  }

  /** The page that is published, in the order of the names. */
  toPage(names: readonly string[]): string {
    const entries = names.flatMap((name) => this.#entries.get(name) ?? []);
    const rows = entries.flatMap(({ measured, findings }) =>
      findings.map((finding) => ({ ...finding, where: `${measured.date}, ${measured.commit}` })),
    );
    const machines = new Set(
      entries.map(({ measured: { cores, chromium } }) => `${cores} cores, ${chromium}`),
    );
    return `# Reliability, as measured

Written by \`npm run reliability -- --write\`, on ${[...machines].join('; ')}. Each row has the date and the commit at which it was measured. The lab is in [test/lab](test/lab): each host is a network namespace, each link adds 20 ms each way, the server, its workers and the browsers are the real ones.

Sound is what comes out of the other's audio element: everybody speaks a tone of their own, and every page keeps a timeline of what it hears, 20 ms fine. It is back when nobody misses anybody for 100 ms or more any longer. Of times in milliseconds the p95 must keep to the limit; what must not happen must not happen once.

${toTable(rows)}
`;
  }
}
