import type { UserId } from '../../protocol/ids.ts';
import type { PasskeyRequestAnswer } from '../../protocol/passkeys.ts';
import { AppError } from '../errors.ts';
import type { Store } from '../store/Store.ts';
import { type Site, usedPasskey } from './passkeys.ts';
import { isPassword } from './passwords.ts';
import { codeDigest } from './recoveryCodes.ts';

/** Finds out who somebody is by what only they have or know. Every way fails with the same `sign_in_failed`. */
export class SignIn {
  readonly #store: Pick<Store, 'accounts'>;

  constructor(store: Pick<Store, 'accounts'>) {
    this.#store = store;
  }

  /** A name that nobody has takes as long as a wrong password. */
  async byPassword(handle: string, password: string): Promise<UserId> {
    const account = await this.#store.accounts.findByHandle(handle.toLowerCase());
    const right = await isPassword(password, account?.password ?? null);
    if (!account || !right) throw failed();
    return account.id;
  }

  /** Whether a password is that of somebody who is signed in. Throws `sign_in_failed`. */
  async confirm(id: UserId, password: string): Promise<void> {
    const account = await this.#store.accounts.find(id);
    if (!(await isPassword(password, account?.password ?? null))) throw failed();
  }

  async byCode(typed: string): Promise<UserId> {
    const id = await this.#store.accounts.useCode(codeDigest(typed));
    if (!id) throw failed();
    return id;
  }

  async byPasskey(answer: PasskeyRequestAnswer, challenge: string, site: Site): Promise<UserId> {
    const { accounts } = this.#store;
    const passkey = await accounts.findPasskey(answer.id);
    if (!passkey) throw failed();
    const { counter } = await usedPasskey(answer, { challenge, passkey, site });
    await accounts.changePasskey(passkey.id, { counter, usedAt: Date.now() });
    return passkey.userId;
  }
}

function failed(): AppError {
  return new AppError('sign_in_failed', 'That does not fit.');
}
