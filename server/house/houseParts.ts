import type { Store } from '../store/Store.ts';
import { AdminCode } from './AdminCode.ts';
import { HouseRoles } from './HouseRoles.ts';

/** What is the whole house's, put together. */
export interface HouseParts {
  readonly roles: HouseRoles;
  readonly code: AdminCode;
}

/** Puts together what is the whole house's. */
export async function createHouseParts(store: Pick<Store, 'house' | 'accounts'>): Promise<HouseParts> {
  const roles = await HouseRoles.load(store);
  return { roles, code: new AdminCode(store, roles) };
}
