import type { Conversations } from '../../people/Conversations.ts';
import type { Handlers } from '../bindRequests.ts';

/** What is asked about conversations over the line on which their news come. */
export function conversationHandlers(conversations: Conversations): Pick<Handlers, 'conversation:open'> {
  return {
    'conversation:open': (session, { roomId }) => conversations.open(session.requireGuest().id, roomId),
  };
}
