import { z } from 'zod';
import { limits } from './limits.ts';

export const registrations = ['open', 'invite', 'closed'] as const;

/** Who may make an account: everybody, who is invited, or nobody. */
export type Registration = (typeof registrations)[number];

const most = ([least, highest]: readonly [number, number]) => z.int().min(least).max(highest);
const { houseLimits } = limits;

const fields = {
  registration: z.enum(registrations),
  /** Whether rooms and events are listed; `auto`: once somebody moderates, where the house has a public address. */
  listing: z.enum(['auto', 'on', 'off']),
  /** Rooms that are live at once. */
  roomsOpen: most(houseLimits.roomsOpen),
  roomCapacity: most(houseLimits.roomCapacity),
  /** Rooms that one person opens. */
  roomsPerHour: most(houseLimits.roomsPerHour),
  fileMegabytes: most(houseLimits.fileMegabytes),
  filesPerPersonMegabytes: most(houseLimits.filesPerPersonMegabytes),
};

/** How the house is: what those who run it may change while it is open. */
export const HouseSettings = z.object(fields).meta({ id: 'HouseSettings' });
export type HouseSettings = z.infer<typeof HouseSettings>;

/** Changes of that; null goes back to what the machine says. */
export const HouseSettingsChange = z
  .strictObject({
    registration: fields.registration.nullish(),
    listing: fields.listing.nullish(),
    roomsOpen: fields.roomsOpen.nullish(),
    roomCapacity: fields.roomCapacity.nullish(),
    roomsPerHour: fields.roomsPerHour.nullish(),
    fileMegabytes: fields.fileMegabytes.nullish(),
    filesPerPersonMegabytes: fields.filesPerPersonMegabytes.nullish(),
  })
  .meta({ id: 'HouseSettingsChange' });
export type HouseSettingsChange = z.infer<typeof HouseSettingsChange>;
