import type { SettingsState } from '../../../protocol/house.ts';
import type { RouteHandlers } from '../bindRoutes.ts';
import type { HttpParts } from '../parts.ts';

type HouseKeepingHandlers = Pick<
  RouteHandlers,
  'house' | 'houseSettings' | 'changeHouse' | 'houseInvites' | 'inviteToHouse' | 'burnHouseInvite'
>;

/** The routes about how the house is, and who may come to stay. */
export function houseKeepingHandlers({
  house: { settings, listing, invites, registration },
  people: { guests },
}: Pick<HttpParts, 'house' | 'people'>): HouseKeepingHandlers {
  const state = (): SettingsState => ({
    settings: settings.value,
    defaults: settings.defaults,
    lists: listing.isOpen,
  });
  return {
    house: ({ identity }) => ({
      registration: registration.mode,
      lists: listing.isOpenFor(identity?.loginId ? identity.id : null),
    }),
    houseSettings: state,
    async changeHouse({ body, requireMember }) {
      await settings.change(requireMember().id, body);
      return state();
    },
    houseInvites: () => ({ invites: invites.list }),
    async inviteToHouse({ body, requireMember }) {
      return await invites.make(await guests.person(requireMember()), body);
    },
    async burnHouseInvite({ params, requireMember }) {
      await invites.burn(requireMember().id, params.id);
      return { invites: invites.list };
    },
  };
}
