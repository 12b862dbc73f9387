import type { Logger } from '../log.ts';
import type { Sanctions } from '../moderation/Sanctions.ts';
import type { Store } from '../store/Store.ts';
import { AdminCode } from './AdminCode.ts';
import { HouseInvites } from './HouseInvites.ts';
import { HouseRoles } from './HouseRoles.ts';
import { type HouseConfig, HouseSettings } from './HouseSettings.ts';
import { Listing } from './Listing.ts';
import { Registration } from './Registration.ts';

/** What is the whole house's, put together. */
export interface HouseParts {
  readonly roles: HouseRoles;
  readonly code: AdminCode;
  readonly settings: HouseSettings;
  readonly invites: HouseInvites;
  readonly registration: Registration;
  readonly listing: Listing;
}

/** Puts together what is the whole house's. */
export async function createHouseParts(
  store: Pick<Store, 'house' | 'accounts'>,
  config: HouseConfig,
  { sanctions, log }: { readonly sanctions: Pick<Sanctions, 'isBarred'>; readonly log: Logger },
): Promise<HouseParts> {
  const roles = await HouseRoles.load(store, (id) => sanctions.isBarred(id));
  const code = new AdminCode(store, roles);
  const settings = await HouseSettings.load(store, config, log);
  const invites = await HouseInvites.load(store);
  return {
    ...{ roles, code, settings, invites },
    registration: new Registration({ settings, invites, code }),
    listing: new Listing({ settings, roles, isPublic: config.publicUrl !== undefined }),
  };
}
