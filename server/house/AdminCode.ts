import { createHash, randomInt } from 'node:crypto';
import { entryOf } from '../moderation/AuditLog.ts';
import type { Store } from '../store/Store.ts';
import type { HouseRoles } from './HouseRoles.ts';

// No letter that is taken for a digit; 24 of these are 120 bits.
const letters = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';
const codeLength = 24;
const goodForMs = 24 * 3_600_000;

/** What a start has to say to whoever is at the machine; null: somebody runs the house. */
export type FirstAdmin = { readonly code: string } | 'code printed before' | null;

/** The code by which whoever is at the machine becomes an admin. It is good once, for a day, and only a digest is kept. */
export class AdminCode {
  readonly #store: Pick<Store, 'house'>;
  readonly #roles: Pick<HouseRoles, 'hasAdmin' | 'claim'>;

  constructor(store: Pick<Store, 'house'>, roles: Pick<HouseRoles, 'hasAdmin' | 'claim'>) {
    this.#store = store;
    this.#roles = roles;
  }

  /** Makes one where nobody runs the house, unless one that was made before is still good. */
  async prepare(): Promise<FirstAdmin> {
    if (this.#roles.hasAdmin) return null;
    const before = await this.#store.house.code();
    if (before && before.expiresAt > Date.now()) return 'code printed before';
    return { code: await makeAdminCode(this.#store) };
  }

  /** Whether somebody has the code, which stays good. */
  async fits(typed: string): Promise<boolean> {
    const code = await this.#store.house.code();
    return code !== null && code.digest === digestOf(typed) && code.expiresAt > Date.now();
  }

  /** Throws `admin_code_wrong`. */
  async claim(id: Parameters<HouseRoles['claim']>[0], typed: string): Promise<void> {
    await this.#roles.claim(id, digestOf(typed));
  }
}

/** Makes a code, in the place of the one before: for whoever can write to the store, which is theirs. */
export async function makeAdminCode(store: Pick<Store, 'house'>): Promise<string> {
  const plain = Array.from({ length: codeLength }, () => letters[randomInt(letters.length)]).join('');
  const expiresAt = Date.now() + goodForMs;
  await store.house.setCode({ digest: digestOf(plain), expiresAt }, entryOf({ action: 'houseCode' }));
  return plain.replace(/(.{4})(?=.)/g, '$1-');
}

function digestOf(typed: string): string {
  const plain = typed.toUpperCase().replaceAll(/[^A-Z0-9]/g, '');
  return createHash('sha256').update(`admin code ${plain}`).digest('base64url');
}
