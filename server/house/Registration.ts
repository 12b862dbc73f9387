import type { Registration as Mode } from '../../protocol/houseSettings.ts';
import { AppError } from '../errors.ts';
import type { AdminCode } from './AdminCode.ts';
import type { HouseInvites } from './HouseInvites.ts';
import type { HouseSettings } from './HouseSettings.ts';

interface Parts {
  readonly settings: Pick<HouseSettings, 'value'>;
  readonly invites: Pick<HouseInvites, 'isGood' | 'use'>;
  readonly code: Pick<AdminCode, 'fits'>;
}

/** By what somebody asks for an account. */
export interface Asking {
  /** An invitation of the house, or the code of an admin. */
  readonly invite?: string | undefined;
  /** Somebody whom the provider knows, which counts as invited. */
  readonly byProvider?: boolean | undefined;
}

/** Who may make an account. Those who have one sign in as ever. */
export class Registration {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  get mode(): Mode {
    return this.#parts.settings.value.registration;
  }

  /** Throws `registration_closed`, `invitation_needed`, `invite_over`. Uses nothing up. */
  async require(asking: Asking): Promise<void> {
    const by = await this.#letInBy(asking);
    if (by && !this.#parts.invites.isGood(by)) throw over();
  }

  /** Throws the same, and counts the invitation; the returned function gives the place back. */
  async admit(asking: Asking): Promise<() => Promise<void>> {
    const by = await this.#letInBy(asking);
    return by ? await this.#parts.invites.use(by) : async () => {};
  }

  /** The invitation that is needed; null where none is. */
  async #letInBy({ invite, byProvider = false }: Asking): Promise<string | null> {
    const { mode } = this;
    if (mode === 'open' || (mode === 'invite' && byProvider)) return null;
    // The code is the invitation of whoever owns the machine; it stays good until they are an admin.
    if (invite !== undefined && (await this.#parts.code.fits(invite))) return null;
    if (mode === 'closed') throw new AppError('registration_closed', 'No new accounts are made here.');
    if (invite === undefined) throw new AppError('invitation_needed', 'Accounts are by invitation here.');
    return invite;
  }
}

function over(): AppError {
  return new AppError('invite_over', 'This invitation leads nowhere any more.');
}
