import type { GroupCommit } from '../GroupCommit.ts';
import type { SecretStore } from '../SecretStore.ts';

/** Secrets of the house in a database. */
export class SqlSecrets implements SecretStore {
  readonly #commits: GroupCommit;

  constructor(commits: GroupCommit) {
    this.#commits = commits;
  }

  keep(name: string, value: string): Promise<string> {
    return this.#commits.write(async (work) => {
      await work
        .insertInto('secret')
        .values({ name, value })
        .onConflict((conflict) => conflict.doNothing())
        .execute();
      const kept = work.selectFrom('secret').select('value').where('name', '=', name);
      return (await kept.executeTakeFirstOrThrow()).value;
    });
  }
}
