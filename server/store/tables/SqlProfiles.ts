import type { Selectable } from 'kysely';
import type { InterestSlug, UserId } from '../../../protocol/ids.ts';
import type { Theme } from '../../../protocol/profile.ts';
import type { Tables } from '../database.ts';
import type { GroupCommit } from '../GroupCommit.ts';
import type { ProfileRecord, ProfileStore } from '../Store.ts';

/** People's own pages in the database. */
export class SqlProfiles implements ProfileStore {
  readonly #commits: GroupCommit;

  constructor(commits: GroupCommit) {
    this.#commits = commits;
  }

  async find(id: UserId): Promise<ProfileRecord | null> {
    const row = await this.#commits.database
      .selectFrom('profile')
      .selectAll()
      .where('user_id', '=', id)
      .executeTakeFirst();
    return row ? toRecord(row) : null;
  }

  async interests(): Promise<{ id: UserId; interests: InterestSlug[] }[]> {
    const rows = await this.#commits.database
      .selectFrom('profile')
      .select(['user_id', 'interests'])
      .execute();
    return rows.map(({ user_id, interests }) => ({
      id: user_id as UserId,
      interests: JSON.parse(interests) as InterestSlug[],
    }));
  }

  async save({ id, since, profile }: ProfileRecord): Promise<void> {
    const { bio, pronouns, city, theme } = profile;
    const changes = {
      bio,
      pronouns,
      city,
      languages: JSON.stringify(profile.languages),
      interests: JSON.stringify(profile.interests),
      ...theme,
    };
    await this.#commits.write((work) =>
      work
        .insertInto('profile')
        .values({ user_id: id, since, ...changes })
        .onConflict((conflict) => conflict.column('user_id').doUpdateSet(changes))
        .execute(),
    );
  }
}

function toRecord({ user_id, since, ...row }: Selectable<Tables['profile']>): ProfileRecord {
  const { bio, pronouns, city, base, accent, wallpaper } = row;
  return {
    id: user_id as UserId,
    since,
    profile: {
      bio,
      pronouns,
      city,
      languages: JSON.parse(row.languages) as string[],
      interests: JSON.parse(row.interests) as InterestSlug[],
      theme: { base, accent, wallpaper } as Theme,
    },
  };
}
