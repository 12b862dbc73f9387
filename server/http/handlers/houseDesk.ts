import type { RouteHandlers } from '../bindRoutes.ts';
import type { HttpParts } from '../parts.ts';
import { wordsFor } from '../words.ts';

type HouseDeskHandlers = Pick<
  RouteHandlers,
  'houseFigures' | 'housePeople' | 'signOutPerson' | 'deletePerson' | 'houseRooms'
>;

/** The routes by which those who run the house look around in it. */
export function houseDeskHandlers({ desk }: Pick<HttpParts, 'desk'>): HouseDeskHandlers {
  return {
    houseFigures: ({ requireMember }) => desk.figures(requireMember().id),
    housePeople: ({ query }) => desk.people(query),
    houseRooms: ({ query }) => desk.rooms(query),
    async signOutPerson({ params, requireMember }) {
      await desk.signOut(requireMember().id, params.id);
      return null;
    },
    async deletePerson({ params, requireMember }) {
      await desk.delete(requireMember().id, params.id, wordsFor('en').nobody);
      return null;
    },
  };
}
