import { randomInt } from 'node:crypto';
import { RoomSlug } from '../../protocol/ids.ts';
import type { RoomInfo } from '../../protocol/room.ts';

// Without the letters and digits that are mistaken for each other when read aloud.
const alphabet = 'abcdefghjkmnpqrstuvwxyz23456789';

function randomText(length: number): string {
  return Array.from({ length }, () => alphabet[randomInt(alphabet.length)]).join('');
}

/**
 * An address for a room that none has: its name where Latin letters tell it, and a random part, which two rooms of
 * one name may draw alike. That of a room for those with the link has 119 random bits: it is the only thing that
 * keeps strangers out.
 */
export function createSlug(
  room: Pick<RoomInfo, 'name' | 'visibility'>,
  isTaken: (slug: RoomSlug) => boolean,
): RoomSlug {
  let slug = drawSlug(room);
  while (isTaken(slug)) slug = drawSlug(room);
  return slug;
}

function drawSlug({ name, visibility }: Pick<RoomInfo, 'name' | 'visibility'>): RoomSlug {
  if (visibility !== 'open') return RoomSlug.parse(randomText(24));
  const words = name
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, 40)
    .replaceAll(/^-+|-+$/g, '');
  return RoomSlug.parse(words ? `${words}-${randomText(4)}` : randomText(8));
}
