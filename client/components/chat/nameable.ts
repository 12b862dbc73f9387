import type { PersonInfo } from '../../../protocol/people.ts';
import type { ChatLog } from '../../session/ChatLog.svelte.ts';
import type { ChatSetting } from './chatSetting.ts';

/** Everybody who can be named: who is in the room, then who wrote what is at hand; without oneself. */
export function nameable(chat: ChatLog, { people: present }: Pick<ChatSetting, 'people'>): PersonInfo[] {
  const people = present.map(({ userId, name, avatar }) => ({ id: userId, name, avatar }));
  const all = [...people, ...chat.messages.map(({ author }) => author)];
  const others = all.filter(({ id }) => !chat.isOwn({ author: { id } }));
  return [...new Map(others.toReversed().map((person) => [person.id, person])).values()].toReversed();
}
