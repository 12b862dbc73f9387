import type { ChatMessage, QuotedMessage } from './chat.ts';
import { limits } from './limits.ts';

/** What an answer shows of the line it answers. */
export function quote({ seq, author: { name }, text, deleted }: ChatMessage): QuotedMessage {
  return { seq, name, text: [...text].slice(0, limits.quotedText).join(''), deleted };
}
