import type { Conversation } from '../../../protocol/conversations.ts';
import type { UserId } from '../../../protocol/ids.ts';
import { isAtLeast } from '../../../protocol/ranks.ts';
import type { ParticipantInfo, RoomInfo } from '../../../protocol/room.ts';
import type { RoomState } from '../../session/RoomState.svelte.ts';

/** Where a chat is: who is there, and what one may do. */
export interface ChatSetting {
  readonly room: RoomInfo;
  readonly people: readonly Pick<ParticipantInfo, 'userId' | 'name' | 'avatar' | 'picture'>[];
  readonly selfId: UserId | undefined;
  /** May keep order: take away what others said, pin, write where it is slow. */
  readonly host: boolean;
  /** Writes where only members do. */
  readonly member: boolean;
  /** Nobody writes here any more. */
  readonly over: boolean;
}

/** The chat beside a room. */
export function settingOfRoom(state: RoomState): ChatSetting {
  const { room, people, self } = state;
  return {
    room,
    people,
    selfId: self?.userId,
    host: state.may('chat:moderate'),
    member: self !== undefined && isAtLeast(self.role, 'member'),
    over: false,
  };
}

/** The chat of a conversation. */
export function settingOfConversation({ room, people, writable }: Conversation, selfId: UserId): ChatSetting {
  return {
    room,
    people: people.map(({ id, ...person }) => ({ userId: id, ...person })),
    selfId,
    host: room.visibility !== 'direct' && room.openedBy.id === selfId,
    member: true,
    over: !writable,
  };
}
