import type { ChatMessage } from '../../protocol/chat.ts';
import type { UserId } from '../../protocol/ids.ts';
import type { MessagePage } from '../store/Store.ts';
import type { Ties } from './Ties.ts';

/** The place of a message in the chat, without what it says. */
function veiled(message: ChatMessage): ChatMessage {
  return {
    ...message,
    text: '',
    answers: null,
    mentions: [],
    reactions: [],
    files: undefined,
    preview: undefined,
    hidden: true,
  };
}

/** A message as somebody may read it: nothing of whom they are kept apart from, quoted by others neither. */
export function legible(ties: Ties, reader: UserId, message: ChatMessage): ChatMessage {
  if (ties.areApart(reader, message.author.id)) return veiled(message);
  const { answers } = message;
  return answers && ties.areApart(reader, answers.authorId) ? { ...message, answers: null } : message;
}

/** A page of messages as somebody may read it. */
export function pageFor(ties: Ties, reader: UserId, page: MessagePage): MessagePage {
  return { ...page, messages: page.messages.map((message) => legible(ties, reader, message)) };
}
