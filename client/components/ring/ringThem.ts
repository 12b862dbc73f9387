import type { UserId } from '../../../protocol/ids.ts';
import type { RoomInfo } from '../../../protocol/room.ts';
import type { App } from '../../context.ts';
import { sentenceFor } from '../../problems.ts';

type Parts = Pick<App, 'client' | 'conversations' | 'navigation' | 'rings'>;

interface How {
  readonly video: boolean;
  /** Says what went wrong with a device. */
  readonly tell: (sentence: string) => void;
}

/** Goes into a room with friends and rings them. Rejects with a `RequestError`. */
export async function ringThem(parts: Parts, people: readonly UserId[], how: How): Promise<void> {
  const { room } = await parts.conversations.begin(people);
  await ringInto(parts, room, people, how);
}

/**
 * Steps into a room and rings friends, who may enter it too. The tap that asks for it opens one's microphone, and the
 * camera for a call with pictures.
 */
export async function ringInto(
  { client, navigation, rings }: Parts,
  room: Pick<RoomInfo, 'id' | 'slug'>,
  people: readonly UserId[],
  { video, tell }: How,
): Promise<void> {
  client.stepIn(room.slug);
  navigation.go(`/r/${room.slug}`, { byLink: true });
  openDevices(client, video, tell);
  await rings.call(room.id, people, video);
}

/** What cannot be opened is said; the call goes on without it. */
export function openDevices(client: App['client'], video: boolean, tell: How['tell']): void {
  const { call } = client;
  const fail = (error: unknown) => tell(sentenceFor(error));
  call?.speaking.set(true).catch(fail);
  if (video) call?.own.setCamera(true).catch(fail);
}
