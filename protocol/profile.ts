import { z } from 'zod';
import { route } from './define.ts';
import { InterestSlug, ParticipantId, UserId } from './ids.ts';
import { limits } from './limits.ts';
import { LanguageTag, Me, PersonInfo } from './people.ts';
import { RoomCard } from './room.ts';
import { line, paragraph } from './text.ts';
import { accents, bases } from './themes.ts';
import { Relation } from './ties.ts';

const nothing = z.strictObject({});
const isUnique = (values: readonly string[]) => new Set(values).size === values.length;

/** The look of somebody's own page. */
export const Theme = z
  .strictObject({
    base: z.enum(bases),
    accent: z.enum(accents),
    /** The interest whose wallpaper hangs there; null: that of the house. */
    wallpaper: InterestSlug.nullable(),
  })
  .meta({ id: 'Theme' });
export type Theme = z.infer<typeof Theme>;

/** What somebody says about themselves. */
export const Profile = z
  .strictObject({
    bio: paragraph(0, limits.bio),
    pronouns: line(0, limits.pronouns),
    city: line(0, limits.city),
    languages: z.array(LanguageTag).max(limits.languagesPerPerson).refine(isUnique, 'names a language twice'),
    interests: z
      .array(InterestSlug)
      .max(limits.interestsPerPerson)
      .refine(isUnique, 'names an interest twice'),
    theme: Theme,
  })
  .meta({ id: 'Profile' });
export type Profile = z.infer<typeof Profile>;

/** The open room somebody is in. */
export const Whereabouts = z
  .object({ card: RoomCard, participantId: ParticipantId })
  .meta({ id: 'Whereabouts' });
export type Whereabouts = z.infer<typeof Whereabouts>;

/** A person's page. */
export const ProfilePage = z
  .object({
    person: PersonInfo,
    profile: Profile,
    /** Since when there is something on it, in milliseconds since 1970; null while nothing was written. */
    since: z.int().nullable(),
    /** The open rooms this person opened. */
    rooms: z.array(RoomCard),
    /** Where this person is, if everybody may know. */
    now: Whereabouts.nullable(),
    /** Who this is to the asker; null for oneself, and for who is nobody yet. */
    relation: Relation.nullable(),
  })
  .meta({ id: 'ProfilePage' });
export type ProfilePage = z.infer<typeof ProfilePage>;

/** Somebody who is into the same things. */
export const KindredPerson = z
  .object({ person: PersonInfo, shared: z.array(InterestSlug) })
  .meta({ id: 'KindredPerson' });
export type KindredPerson = z.infer<typeof KindredPerson>;

/** The routes about people's pages. */
export const profileRoutes = {
  profile: route({
    summary: "A person's page, as the asker may see it.",
    method: 'get',
    path: '/people/:id',
    params: z.strictObject({ id: UserId }),
    query: nothing,
    body: nothing,
    output: ProfilePage,
    may: 'anyone',
    rate: 'light',
  }),
  changeProfile: route({
    summary: 'Writes your own page.',
    method: 'put',
    path: '/me/profile',
    params: nothing,
    query: nothing,
    body: Profile,
    output: Profile,
    may: 'guest',
    rate: 'heavy',
  }),
  kindred: route({
    summary: 'People who share two or more of your interests, those who share most first.',
    method: 'get',
    path: '/me/kindred',
    params: nothing,
    query: nothing,
    body: nothing,
    output: z.object({ people: z.array(KindredPerson) }),
    may: 'guest',
    rate: 'light',
  }),
  takePicture: route({
    summary: 'Takes a picture for yourself: a JPEG, PNG, WebP, AVIF or GIF, of which a square is kept.',
    method: 'put',
    path: '/me/picture',
    params: nothing,
    query: nothing,
    body: z.instanceof(Uint8Array),
    bytes: limits.pictureBytes,
    output: Me,
    may: 'guest',
    rate: 'heavy',
  }),
  dropPicture: route({
    summary: 'Goes back to the drawn picture; the other one is removed.',
    method: 'delete',
    path: '/me/picture',
    params: nothing,
    query: nothing,
    body: nothing,
    output: Me,
    may: 'guest',
    rate: 'heavy',
  }),
};
