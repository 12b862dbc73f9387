/** What the wall of a room needs to know of its interest. */
export interface Wall {
  readonly slug: string;
  readonly hue: number;
  readonly pattern: string;
}

/** What a picture of a room needs to know of a person. */
export interface Body {
  readonly id: string;
  readonly avatar: string;
  readonly picture?: string | null | undefined;
}

/** The people who fit in a picture: the first ones, but somebody who talks is never left out. */
export function shownBodies<Person extends Body>(
  people: readonly Person[],
  talkingIds: readonly string[],
  room: number,
): readonly Person[] {
  const shown = people.slice(0, room);
  const talker = people.find(({ id }) => talkingIds.includes(id));
  if (!talker || shown.length === 0 || shown.some(({ id }) => talkingIds.includes(id))) return shown;
  return [...shown.slice(0, -1), talker];
}
