import type { PersonInfo } from '../../../protocol/people.ts';
import type { ChatLog } from '../../session/ChatLog.svelte.ts';
import type { RoomSession } from '../../session/RoomSession.svelte.ts';
import type { ChatSetting } from './chatSetting.ts';

/** Everybody who can be named: who is in the room, then who wrote what is at hand; without oneself. */
export function nameable(chat: ChatLog, { people: present }: Pick<ChatSetting, 'people'>): PersonInfo[] {
  const people = present.map(({ userId, name, avatar }) => ({ id: userId, name, avatar }));
  const all = [...people, ...chat.messages.map(({ author }) => author)];
  const others = all.filter(({ id }) => !chat.isOwn({ author: { id } }));
  return [...new Map(others.toReversed().map((person) => [person.id, person])).values()].toReversed();
}

/** Finds people of a crowd by the beginning of a name; nobody where everybody is in sight. */
export function nameableInCrowd(call: RoomSession): (query: string) => Promise<PersonInfo[]> {
  return async (query) => {
    if (!call.state || call.state.crowd.count === 0) return [];
    const { people } = await call.requests.people({ query, begins: true });
    const others = people.filter(({ id }) => id !== call.state?.selfId);
    return others.map(({ userId, name, avatar }) => ({ id: userId, name, avatar }));
  };
}
