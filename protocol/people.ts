import { z } from 'zod';
import { houseRoles } from './houseRoles.ts';
import { UserId } from './ids.ts';
import { limits } from './limits.ts';
import { line } from './text.ts';

/** The name a person goes by. */
export const PersonName = line(1, limits.participantName);

/** The seed from which the paper-cut picture of a person is drawn. */
export const AvatarSeed = z.string().regex(/^[A-Za-z0-9_-]{1,40}$/);

/** A picture somebody gave themselves, by the hash of it: `/pictures/HASH/96.webp`, or 512. */
export const PictureHash = z.string().regex(/^[A-Za-z0-9_-]{43}$/);

/** Languages that rooms are held in (BCP 47, without regions but for Chinese scripts). */
export const LanguageTag = z.string().regex(/^[a-z]{2,3}(-[A-Z][a-z]{3})?$/);

/** A person as others see one. */
export const PersonInfo = z
  .object({
    id: UserId,
    name: z.string(),
    avatar: AvatarSeed,
    /** Takes the place of the drawn one. */
    picture: PictureHash.nullish(),
  })
  .meta({ id: 'PersonInfo' });
export type PersonInfo = z.infer<typeof PersonInfo>;

/** Yourself. */
export const Me = PersonInfo.extend({
  /** False while the name is the suggested one. */
  named: z.boolean(),
  /** Whether this person has an account, in which this browser is signed in. */
  account: z.boolean().optional(),
  /** What this person is to the whole house; absent for nearly everybody. */
  house: z.enum(houseRoles).optional(),
}).meta({ id: 'Me' });
export type Me = z.infer<typeof Me>;

/** What you may change of yourself. */
export const MeChange = z
  .strictObject({ name: PersonName.optional(), avatar: AvatarSeed.optional() })
  .meta({ id: 'MeChange' });
export type MeChange = z.infer<typeof MeChange>;
