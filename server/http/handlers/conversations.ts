import { HourlyLimit } from '../../RateLimit.ts';
import type { RouteHandlers } from '../bindRoutes.ts';
import type { HttpParts } from '../parts.ts';

type ConversationHandlers = Pick<
  RouteHandlers,
  | 'conversations'
  | 'conversation'
  | 'beginConversation'
  | 'renameConversation'
  | 'addToConversation'
  | 'removeFromConversation'
>;

// More than one person has friends to write to anew.
const begunPerHour = 60;

/** The routes about who talks with whom. */
export function conversationHandlers({
  conversations,
  people: { guests },
  config,
}: Pick<HttpParts, 'conversations' | 'people' | 'config'>): ConversationHandlers {
  const begun = new HourlyLimit(begunPerHour * config.rateScale);
  return {
    conversations: async ({ requireGuest }) => ({
      conversations: await conversations.of(requireGuest().id),
    }),
    conversation: ({ params, requireGuest }) => conversations.one(requireGuest().id, params.roomId),
    async beginConversation({ body, address, requireGuest }) {
      const guest = requireGuest();
      begun.take(address, guest.id);
      // Whoever is to be found in the lists of others is known by name.
      const { named, account, ...person } = await guests.change(guest, {});
      return await conversations.begin(person, body.people, body.name, guest.language);
    },
    renameConversation: ({ params, body, requireGuest }) =>
      conversations.rename(requireGuest().id, params.roomId, body.name),
    addToConversation: ({ params, requireGuest }) =>
      conversations.add(requireGuest().id, params.roomId, params.userId),
    async removeFromConversation({ params, requireGuest }) {
      await conversations.remove(requireGuest().id, params.roomId, params.userId);
      return null;
    },
  };
}
