/** One window of the house: a live room, an interest where it is quiet, or the front door. */
export type HouseCell<Room, Interest> = { width: number; wide: boolean } & (
  | { kind: 'room'; room: Room }
  | { kind: 'quiet'; interest: Interest }
  | { kind: 'door' }
);

/** Who lives where: the attic under the roof, then floors of twelve columns from top to bottom. */
export interface HouseLayout<Room, Interest> {
  attic: HouseCell<Room, Interest> | undefined;
  floors: HouseCell<Room, Interest>[][];
}

const mostRooms = 8;
const doorWidth = 3;

// Floors differ from each other, and each one fills twelve columns. 'door' stands for the front door.
const lowHouse = [
  [4, 8],
  [4, 'door', 5],
] as const;
const highHouse = [
  [4, 8],
  [7, 5],
  [4, 'door', 5],
] as const;
const fullHouse = [
  [4, 8],
  [5, 3, 4],
  [4, 'door', 5],
] as const;

/**
 * Places the rooms, which come with the fullest first: that one in the attic, the next ones in the widest windows,
 * and interests where nobody is behind the windows that are left, so that the house stands whole on a quiet day too.
 */
export function houseLayout<Room, Interest>(
  rooms: readonly Room[],
  quiet: readonly Interest[],
): HouseLayout<Room, Interest> {
  const [first, ...others] = rooms.slice(0, mostRooms);
  const interests = [...quiet];
  const plan = others.length > 5 ? fullHouse : others.length > 4 ? highHouse : lowHouse;
  const widths = plan.flat().filter((width) => width !== 'door');
  const widest = Math.max(...widths);
  // Two columns on a phone: an odd number of windows needs one across both.
  const wideWidth = widths.length % 2 === 1 ? widest : Number.POSITIVE_INFINITY;
  const tenants = tenantsByWidth(others, interests, widths);

  let window = 0;
  const floors = plan.map((floor) =>
    floor.flatMap((width): HouseCell<Room, Interest>[] => {
      if (width === 'door') return [{ kind: 'door', width: doorWidth, wide: false }];
      const tenant = tenants[window++];
      return tenant ? [{ ...tenant, width, wide: width === wideWidth }] : [];
    }),
  );
  return { attic: attic(first, interests), floors };
}

type Tenant<Room, Interest> = { kind: 'room'; room: Room } | { kind: 'quiet'; interest: Interest };

function attic<Room, Interest>(room: Room | undefined, interests: Interest[]) {
  const place = { width: 12, wide: false };
  if (room) return { kind: 'room' as const, room, ...place };
  const interest = interests.shift();
  return interest && { kind: 'quiet' as const, interest, ...place };
}

/** For each window its tenant; the most people get the most width. Takes interests from the front of their list. */
function tenantsByWidth<Room, Interest>(
  rooms: readonly Room[],
  interests: Interest[],
  widths: readonly number[],
): (Tenant<Room, Interest> | undefined)[] {
  const byWidth = widths.map((width, window) => ({ width, window })).sort((a, b) => b.width - a.width);
  const tenants: (Tenant<Room, Interest> | undefined)[] = widths.map(() => undefined);
  for (const [rank, { window }] of byWidth.entries()) {
    const room = rooms[rank];
    if (room) tenants[window] = { kind: 'room', room };
    else {
      const interest = interests.shift();
      if (interest) tenants[window] = { kind: 'quiet', interest };
    }
  }
  return tenants;
}
