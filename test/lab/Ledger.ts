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

  constructor(file: string) {
    this.#file = file;
  }

  take(name: string, entry: Entry): void {
    // Read again each time: another run may have measured something else meanwhile.
    const entries = { ...this.#read(), [name]: entry };
    const replace = (_key: string, value: unknown) => (value === Number.POSITIVE_INFINITY ? 'never' : value);
    writeFileSync(this.#file, `${JSON.stringify(entries, replace, 1)}\n`);
  }

  /** The page that is published, in the order of the names. */
  toPage(names: readonly string[]): string {
    const known = this.#read();
    const entries = names.flatMap((name) => known[name] ?? []);
    const rows = entries.flatMap(({ measured, findings }) =>
      findings.map((finding) => ({ ...finding, where: `${measured.date}, ${measured.commit}` })),
    );
    const machines = new Set(
      entries.map(({ measured: { cores, chromium } }) => `${cores} cores, ${chromium}`),
    );
    return `# Reliability, as measured

Written by \`npm run reliability -- --write\`, on ${[...machines].join('; ')}. Each row has the date and the commit at which it was measured. The lab is in [test/lab](test/lab): each host is a network namespace, each link adds 20 ms each way, the server, its workers and the browsers are the real ones. Where there are two nodes, a third host has Redis, PostgreSQL and a proxy before them, all real too, and three people write into another room all the while.

Sound is what comes out of the other's audio element: everybody speaks a tone of their own, and every page keeps a timeline of what it hears, 20 ms fine. The pages play each sound as it comes, as a browser does that cannot mix, but for those of somebody who changes something, which mix: otherwise that is tried by tests of its own. Who changes something is looked at 5 ms fine. Sound is back from when on nobody misses anybody for 100 ms or more, for two and a half seconds (rows up to d449907, more strictly: for the last time). Of times in milliseconds the p95 must keep to the limit; what must not happen must not happen once.

${toTable(rows)}
`;
  }

  #read(): Record<string, Entry | undefined> {
    // Infinity, for what never happened, is no JSON.
    const revive = (_key: string, value: unknown) => (value === 'never' ? Number.POSITIVE_INFINITY : value);
    return existsSync(this.#file) ? JSON.parse(readFileSync(this.#file, 'utf8'), revive) : {};
  }
}
