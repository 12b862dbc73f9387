import type { LoginId, UserId } from '../../protocol/ids.ts';
import type { Store } from '../store/Store.ts';
import type { GuestCookie } from './guestCookie.ts';
import { LastKnown } from './LastKnown.ts';
import type { Logins } from './Logins.ts';
import type { NameLanguage } from './suggestName.ts';

/** Who asks. */
export interface Identity {
  readonly id: UserId;
  /** In which a name is suggested as long as there is no other. */
  readonly language: NameLanguage;
  /** By which login somebody with an account is known; null for a guest. */
  readonly loginId: LoginId | null;
}

interface Parts {
  readonly store: Pick<Store, 'accounts'>;
  readonly logins: Logins;
  readonly guestCookie: GuestCookie;
}

/** Tells from cookies who asks: the only place that does, for HTTP and for sockets. */
export class Identities {
  readonly #parts: Parts;
  readonly #guests = new LastKnown<UserId>();

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Somebody has an account from now on: the guest's cookie is nobody. */
  forgetGuest(id: UserId): void {
    this.#guests.forget((guest) => guest === id);
  }

  /** Whether this `Cookie` header may be of somebody who is meant, without asking the store: of a login nobody knows whose it is. */
  maybe(cookieHeader: string | undefined, isMeant: (id: UserId) => boolean): boolean {
    const { logins, guestCookie } = this.#parts;
    if (logins.isSent(cookieHeader)) return true;
    const claim = guestCookie.read(cookieHeader);
    return claim !== null && isMeant(claim.id);
  }

  /** Whose browser sent this `Cookie` header; null for nobody we know. */
  async identify(cookieHeader: string | undefined): Promise<Identity | null> {
    const { store, logins, guestCookie } = this.#parts;
    const login = await logins.find(cookieHeader);
    if (login) return { id: login.userId, language: 'en', loginId: login.id };
    const claim = guestCookie.read(cookieHeader);
    if (!claim) return null;
    // Nobody signs a guest's cookie out: who has an account is known by a login alone.
    const isGuest = async () => ((await store.accounts.find(claim.id)) ? null : claim.id);
    return (await this.#guests.ask(claim.id, isGuest)) && { ...claim, loginId: null };
  }
}
