import type { HouseKeeper } from '../../../protocol/house.ts';
import type { UserId } from '../../../protocol/ids.ts';
import type { PersonInfo } from '../../../protocol/people.ts';
import { TryLimit } from '../../RateLimit.ts';
import type { RouteHandlers } from '../bindRoutes.ts';
import type { HttpParts } from '../parts.ts';

type HouseHandlers = Pick<
  RouteHandlers,
  'claimHouse' | 'houseTeam' | 'giveHouseRole' | 'takeHouseRole' | 'houseLog'
>;

/** The routes of those who run the house. */
export function houseHandlers({
  config,
  house: { roles, code },
  moderation: { pages, bans },
  people: { guests },
}: Pick<HttpParts, 'config' | 'house' | 'moderation' | 'people'>): HouseHandlers {
  const tries = new TryLimit(config.rateScale);
  const person = (id: UserId): Promise<PersonInfo> => guests.person({ id, language: 'en', loginId: null });

  const team = async (): Promise<{ team: HouseKeeper[] }> => ({
    team: await Promise.all(
      roles.list.map(async ({ userId, role, by, since }) => ({
        person: await person(userId),
        role,
        by: by && (await person(by)),
        since,
      })),
    ),
  });

  return {
    async claimHouse({ body, requireMember, address }) {
      const member = requireMember();
      tries.take(address, 'the admin code');
      await code.claim(member.id, body.code);
      await bans.letIn(member.id);
      return await guests.me(member);
    },
    houseTeam: team,
    async giveHouseRole({ params, body, requireMember }) {
      await roles.give(requireMember().id, params.id, body.role);
      return await team();
    },
    async takeHouseRole({ params, requireMember }) {
      await roles.take(requireMember().id, params.id);
      return null;
    },
    houseLog: ({ query }) => pages.ofHouse(query),
  };
}
