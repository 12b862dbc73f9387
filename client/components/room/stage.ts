import type { ParticipantId } from '../../../protocol/ids.ts';
import type { ProducerInfo } from '../../../protocol/media.ts';
import type { ParticipantInfo } from '../../../protocol/room.ts';
import { kindOf, type Source } from '../../../protocol/sources.ts';

/** A picture somebody shows. */
export interface Picture {
  readonly person: ParticipantInfo;
  readonly producer: ProducerInfo;
}

/** What a room shows: people with a camera as windows, the others as voices, and shared screens. */
export interface Scene {
  readonly screens: readonly Picture[];
  readonly windows: readonly Picture[];
  readonly voices: readonly ParticipantInfo[];
}

function pictureOf(person: ParticipantInfo, source: Source): Picture | undefined {
  // The newest: while it is sent anew there are two.
  const producer = person.producers.findLast((candidate) => candidate.source === source);
  return producer && { person, producer };
}

/**
 * Sorts people into the scene. The order is that of arrival and does not change because somebody speaks; oneself
 * comes last.
 */
export function sceneOf(
  people: readonly ParticipantInfo[],
  selfId: ParticipantId,
  voicesOnly: boolean,
): Scene {
  const ordered = [...people.filter(({ id }) => id !== selfId), ...people.filter(({ id }) => id === selfId)];
  const screens = ordered.flatMap((person) => pictureOf(person, 'screen') ?? []);
  const windows = voicesOnly ? [] : ordered.flatMap((person) => pictureOf(person, 'camera') ?? []);
  const seen = new Set(windows.map(({ person }) => person.id));
  return { screens, windows, voices: ordered.filter(({ id }) => !seen.has(id)) };
}

/** Whether a person sends such a picture. */
export function shows(person: ParticipantInfo, source: Source): boolean {
  return person.producers.some((producer) => producer.source === source);
}

/** Whether a person's microphone is closed. */
export function isMuted(person: ParticipantInfo): boolean {
  return !person.producers.some(({ source, paused }) => source === 'microphone' && !paused);
}

/** Somebody as one who sends sound at most. */
export function withoutPictures(person: ParticipantInfo): ParticipantInfo {
  return { ...person, producers: person.producers.filter(({ source }) => kindOf(source) === 'audio') };
}
