import type { HouseRole } from '../../protocol/houseRoles.ts';
import type { UserId } from '../../protocol/ids.ts';
import type { Config } from '../config.ts';
import type { Registration } from '../house/Registration.ts';
import type { Store } from '../store/Store.ts';
import { Accounts } from './Accounts.ts';
import { Ceremonies } from './Ceremonies.ts';
import { createTracer, type Tracer } from './deviceCookie.ts';
import { Guests } from './Guests.ts';
import { createGuestCookie, type GuestCookie } from './guestCookie.ts';
import { Identities } from './Identities.ts';
import { Logins } from './Logins.ts';
import { ownCookie } from './ownCookie.ts';
import { Provider } from './Provider.ts';
import { SignIn } from './SignIn.ts';
import { keyFor } from './signing.ts';

/** All that knows people, put together. */
export interface AccountParts {
  readonly guests: Guests;
  readonly identities: Identities;
  readonly logins: Logins;
  readonly accounts: Accounts;
  readonly signIn: SignIn;
  readonly ceremonies: Ceremonies;
  readonly guestCookie: GuestCookie;
  readonly tracer: Tracer;
  /** The provider of identities that the operator chose, if any. */
  readonly provider: Provider | null;
}

interface Settings {
  readonly secure: boolean;
  readonly oidc?: Config['oidc'];
  /** Who may make an account; everybody where nothing is said. */
  readonly registration?: Pick<Registration, 'require' | 'admit'> | undefined;
  /** What somebody is to the whole house. */
  readonly houseRoleOf?: ((id: UserId) => HouseRole | null) | undefined;
}

const forEverybody = { require: async () => {}, admit: async () => async () => {} };

/** Puts together all that knows people. `secure` is for servers reached by https. */
export function createAccountParts(
  store: Pick<Store, 'guests' | 'accounts' | 'logins'>,
  secret: Buffer,
  { secure, oidc, houseRoleOf, registration = forEverybody }: Settings,
): AccountParts {
  const guestCookie = createGuestCookie(secret, { secure });
  const guests = new Guests(store, guestCookie, houseRoleOf);
  const logins = new Logins(store, ownCookie('hobnob_login', { secure }));
  const identities = new Identities({ store, logins, guestCookie });
  const accounts = new Accounts({ store, guests, logins, registration });
  accounts.on('guestGone', (id) => identities.forgetGuest(id));
  return {
    guests,
    guestCookie,
    tracer: createTracer(secret, { secure }),
    logins,
    identities,
    accounts,
    signIn: new SignIn(store),
    ceremonies: new Ceremonies(ownCookie('hobnob_passkey', { secure }), keyFor('passkeys', secret)),
    provider: oidc
      ? new Provider(
          oidc,
          new Ceremonies(ownCookie('hobnob_provider', { secure }), keyFor('provider', secret)),
          keyFor('secrets of the provider', secret),
        )
      : null,
  };
}
