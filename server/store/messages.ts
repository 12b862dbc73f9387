import type { Reaction } from '../../protocol/chat.ts';
import type { UserId } from '../../protocol/ids.ts';
import { limits } from '../../protocol/limits.ts';
import type { Stamp } from '../../protocol/lines.ts';
import type { PersonInfo } from '../../protocol/people.ts';
import { AppError } from '../errors.ts';

/** Throws unless somebody may change what is in a line. */
export function requireChangeable(message: { deleted: boolean; authorId: UserId }, by: UserId): void {
  if (message.authorId !== by) throw new AppError('forbidden', 'This was said by somebody else.');
  requireThere(message);
}

/** Throws for a line that was deleted. */
export function requireThere({ deleted }: { deleted: boolean }): void {
  if (deleted) throw new AppError('gone', 'This line was deleted.');
}

/** Throws for a file that a line cannot carry, whatever the reason. */
export function noSuchFile(): never {
  throw new AppError('not_found', 'There is no such file of yours in this room.');
}

/** Throws when as many lines are pinned as may be. */
export function requirePinsLeft(pinned: number): void {
  if (pinned >= limits.pins) throw new AppError('conflict', 'Enough lines are pinned.');
}

/** The reactions with somebody's stamp or without it; null: they are so already. Throws `conflict`. */
export function withStamp(
  reactions: readonly Reaction[],
  stamp: Stamp,
  { id, name }: PersonInfo,
  on: boolean,
): Reaction[] | null {
  const people = reactions.find((reaction) => reaction.stamp === stamp)?.people ?? [];
  const others = people.filter((person) => person.id !== id);
  if (others.length < people.length === on) return null;
  if (on && people.length >= limits.stampPeople) {
    throw new AppError('conflict', 'Enough people reacted like that.');
  }
  const after = { stamp, people: on ? [...people, { id, name }] : others };
  if (people.length === 0) return [...reactions, after];
  return reactions
    .map((reaction) => (reaction.stamp === stamp ? after : reaction))
    .filter((reaction) => reaction.people.length > 0);
}
