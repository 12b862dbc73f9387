import type { InterestSlug } from '../../../protocol/ids.ts';
import type { Work } from '../database.ts';
import type { GroupCommit } from '../GroupCommit.ts';
import type { Interest, InterestStore } from '../Store.ts';

/** The interests in the database. */
export class SqlInterests implements InterestStore {
  readonly #commits: GroupCommit;

  constructor(commits: GroupCommit) {
    this.#commits = commits;
  }

  async list(): Promise<Interest[]> {
    const rows = await this.#commits.database
      .selectFrom('interest')
      .selectAll()
      .orderBy('position')
      .execute();
    return rows.map((row) => ({
      slug: row.slug as InterestSlug,
      names: { en: row.name_en, zh: row.name_zh },
      hue: row.hue,
      pattern: row.pattern,
      related: JSON.parse(row.related) as InterestSlug[],
      aliases: JSON.parse(row.aliases) as string[],
    }));
  }
}

/** Writes the interests as they are now; those that are there already take their new form. */
export async function saveInterests(work: Work, interests: readonly Interest[]): Promise<void> {
  for (const [position, interest] of interests.entries()) {
    const row = {
      position,
      name_en: interest.names.en,
      name_zh: interest.names.zh,
      hue: interest.hue,
      pattern: interest.pattern,
      related: JSON.stringify(interest.related),
      aliases: JSON.stringify(interest.aliases),
    };
    await work
      .insertInto('interest')
      .values({ slug: interest.slug, ...row })
      .onConflict((conflict) => conflict.column('slug').doUpdateSet(row))
      .execute();
  }
}
