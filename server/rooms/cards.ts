import { limits } from '../../protocol/limits.ts';
import type { RoomCard, RoomInfo } from '../../protocol/room.ts';
import type { Participant } from './Participant.ts';
import type { Room } from './Room.ts';

/** What is seen of a room from outside; `room` is missing while nobody is in it. */
export function toCard(info: RoomInfo, room: Room | undefined): RoomCard {
  const { id, slug, name, topic, interests, language, lasting, parentId } = info;
  const shown = [...(room?.crowd.shown ?? [])].filter(({ hidden }) => !hidden);
  const heard = new Set(room?.tracks.talkingIds);
  const talking = new Set(shown.flatMap(({ id }) => (heard.has(id) ? [id] : [])));
  // Talkers first, then open microphones, then whoever has been here longest; of the crowd nobody sends anything.
  const rank = (participant: Participant) => (talking.has(participant.id) ? 0 : participant.muted ? 2 : 1);
  const first = shown
    .toSorted((a, b) => rank(a) - rank(b) || a.joinedAt - b.joinedAt)
    .slice(0, limits.cardFaces)
    .map(({ id, person: { name, avatar, picture }, muted }) => ({
      id,
      name,
      avatar,
      ...(picture && { picture }),
      muted,
    }));
  const others = room?.crowd.info.faces.map((face) => ({ ...face, muted: true })) ?? [];
  const faces = [...first, ...others].slice(0, limits.cardFaces);
  return {
    id,
    slug,
    name,
    topic,
    interests,
    language,
    lasting,
    ...(parentId && { parentId }),
    faces,
    count: room?.participants.size ?? 0,
    talkingIds: [...talking],
    hostPresent: room?.hostPresent ?? false,
    liveSince: room?.liveSince ?? null,
  };
}

/** Open rooms are listed while somebody is in them, lasting ones always, but for stages before and after their time. */
export function isListed({ visibility, lasting, doors, endedAt }: RoomInfo, room: Room | undefined): boolean {
  const waits = doors === 'backstage' || endedAt !== null;
  return visibility === 'open' && ((lasting && !waits) || (room?.participants.size ?? 0) > 0);
}

const changing = [
  ...(['participantJoined', 'participantLeft', 'participantChanged'] as const),
  ...(['producerAdded', 'producerChanged', 'producerRemoved', 'talking', 'edited'] as const),
];

/** Calls back whenever a room's card is another one. */
export function onCardChange(room: Room, changed: () => void): void {
  for (const event of changing) room.on(event, changed);
}
