import type { Selectable } from 'kysely';
import type { PasskeyId, UserId } from '../../../protocol/ids.ts';
import { AppError } from '../../errors.ts';
import type {
  AccountRecord,
  AccountStore,
  FirstWayIn,
  PasskeyRecord,
  ProviderIdentity,
} from '../AccountStore.ts';
import type { Tables, Work } from '../database.ts';
import { FixedQuery } from '../FixedQuery.ts';
import type { GroupCommit } from '../GroupCommit.ts';
import { saveGuest } from './SqlGuests.ts';

/** The accounts in the database. */
export class SqlAccounts implements AccountStore {
  readonly #commits: GroupCommit;
  readonly #byId = new FixedQuery((database) =>
    database.selectFrom('account').selectAll().where('id', '=', ''),
  );

  constructor(commits: GroupCommit) {
    this.#commits = commits;
  }

  async find(id: UserId): Promise<AccountRecord | null> {
    const [row] = await this.#byId.rows(this.#commits.database, [id]);
    return row ? toAccount(row) : null;
  }

  async findByHandle(handle: string): Promise<AccountRecord | null> {
    const row = await this.#accounts().where('handle', '=', handle).executeTakeFirst();
    return row ? toAccount(row) : null;
  }

  async add(account: AccountRecord, { person, passkey, provider, codes }: FirstWayIn): Promise<void> {
    const { createdAt, ...rest } = account;
    await this.#commits.write(async (work) => {
      await work
        .insertInto('account')
        .values({ ...rest, created_at: createdAt })
        .execute();
      await saveGuest(work, person);
      if (passkey) await work.insertInto('passkey').values(toRow(passkey)).execute();
      if (provider) await insertProvider(work, account.id, provider);
      await insertCodes(work, account.id, codes);
    });
  }

  async setPassword(id: UserId, handle: string, password: string): Promise<void> {
    await this.#commits.write(async (work) => {
      const { numUpdatedRows } = await work
        .updateTable('account')
        .set({ handle, password })
        .where('id', '=', id)
        .executeTakeFirstOrThrow();
      if (numUpdatedRows === 0n) throw new AppError('not_found', 'There is no such account.');
    });
  }

  async removePassword(id: UserId): Promise<void> {
    await this.#commits.write(async (work) => {
      await work.updateTable('account').set({ handle: null, password: null }).where('id', '=', id).execute();
      await requireWayIn(work, id);
    });
  }

  async passkeys(id: UserId): Promise<PasskeyRecord[]> {
    const rows = await this.#passkeys()
      .where('user_id', '=', id)
      .orderBy('created_at')
      .orderBy('id')
      .execute();
    return rows.map(toPasskey);
  }

  async findPasskey(credentialId: string): Promise<PasskeyRecord | null> {
    const row = await this.#passkeys().where('credential_id', '=', credentialId).executeTakeFirst();
    return row ? toPasskey(row) : null;
  }

  async addPasskey(passkey: PasskeyRecord): Promise<void> {
    await this.#commits.write((work) => work.insertInto('passkey').values(toRow(passkey)).execute());
  }

  async changePasskey(
    id: PasskeyId,
    { name, counter, usedAt }: Parameters<AccountStore['changePasskey']>[1],
  ): Promise<void> {
    const changes = {
      ...(name !== undefined && { name }),
      ...(counter !== undefined && { counter }),
      ...(usedAt !== undefined && { used_at: usedAt }),
    };
    await this.#commits.write((work) =>
      work.updateTable('passkey').set(changes).where('id', '=', id).execute(),
    );
  }

  async removePasskey(userId: UserId, id: PasskeyId): Promise<void> {
    await this.#commits.write(async (work) => {
      const { numDeletedRows } = await work
        .deleteFrom('passkey')
        .where('id', '=', id)
        .where('user_id', '=', userId)
        .executeTakeFirstOrThrow();
      if (numDeletedRows > 0n) await requireWayIn(work, userId);
    });
  }

  async findByProvider({ issuer, subject }: ProviderIdentity): Promise<UserId | null> {
    const row = await this.#commits.database
      .selectFrom('provider_identity')
      .select('user_id')
      .where('issuer', '=', issuer)
      .where('subject', '=', subject)
      .executeTakeFirst();
    return (row?.user_id as UserId | undefined) ?? null;
  }

  async addProvider(id: UserId, identity: ProviderIdentity): Promise<void> {
    await this.#commits.write((work) => insertProvider(work, id, identity));
  }

  async hasProvider(id: UserId): Promise<boolean> {
    const row = await this.#commits.database
      .selectFrom('provider_identity')
      .select('user_id')
      .where('user_id', '=', id)
      .executeTakeFirst();
    return row !== undefined;
  }

  async removeProviders(id: UserId): Promise<void> {
    await this.#commits.write(async (work) => {
      const { numDeletedRows } = await work
        .deleteFrom('provider_identity')
        .where('user_id', '=', id)
        .executeTakeFirstOrThrow();
      if (numDeletedRows > 0n) await requireWayIn(work, id);
    });
  }

  async setCodes(id: UserId, codes: readonly string[]): Promise<void> {
    await this.#commits.write(async (work) => {
      await work.deleteFrom('recovery_code').where('user_id', '=', id).execute();
      await insertCodes(work, id, codes);
    });
  }

  async countCodes(id: UserId): Promise<number> {
    const rows = await this.#commits.database
      .selectFrom('recovery_code')
      .select('digest')
      .where('user_id', '=', id)
      .execute();
    return rows.length;
  }

  async useCode(code: string): Promise<UserId | null> {
    const row = await this.#commits.write((work) =>
      work.deleteFrom('recovery_code').where('digest', '=', code).returning('user_id').executeTakeFirst(),
    );
    return (row?.user_id as UserId | undefined) ?? null;
  }

  #accounts() {
    return this.#commits.database.selectFrom('account').selectAll();
  }

  #passkeys() {
    return this.#commits.database.selectFrom('passkey').selectAll();
  }
}

async function insertProvider(work: Work, id: UserId, { issuer, subject }: ProviderIdentity): Promise<void> {
  await work.insertInto('provider_identity').values({ issuer, subject, user_id: id }).execute();
}

async function insertCodes(work: Work, id: UserId, codes: readonly string[]): Promise<void> {
  if (codes.length === 0) return;
  const rows = codes.map((digest) => ({ digest, user_id: id }));
  await work.insertInto('recovery_code').values(rows).execute();
}

/** Undoes the write by which nobody could sign in any more. */
async function requireWayIn(work: Work, id: UserId): Promise<void> {
  const account = await work.selectFrom('account').select('password').where('id', '=', id).executeTakeFirst();
  const passkey = await work.selectFrom('passkey').select('id').where('user_id', '=', id).executeTakeFirst();
  if (!account?.password && !passkey) throw new AppError('conflict', 'This is the last way in.');
}

function toAccount({ id, handle, password, created_at }: Selectable<Tables['account']>): AccountRecord {
  return { id: id as UserId, handle, password, createdAt: created_at };
}

function toRow(passkey: PasskeyRecord): Tables['passkey'] {
  return {
    id: passkey.id,
    user_id: passkey.userId,
    credential_id: passkey.credentialId,
    name: passkey.name,
    public_key: passkey.publicKey,
    counter: passkey.counter,
    transports: JSON.stringify(passkey.transports),
    created_at: passkey.createdAt,
    used_at: passkey.usedAt,
  };
}

function toPasskey(row: Selectable<Tables['passkey']>): PasskeyRecord {
  return {
    id: row.id as PasskeyId,
    userId: row.user_id as UserId,
    credentialId: row.credential_id,
    name: row.name,
    publicKey: row.public_key,
    counter: row.counter,
    transports: JSON.parse(row.transports) as string[],
    createdAt: row.created_at,
    usedAt: row.used_at,
  };
}
