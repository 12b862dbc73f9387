import type { ChatMessage, QuotedMessage } from './chat.ts';
import { limits } from './limits.ts';

/** What can be put under a line: drawn, and the same in every language. */
export const stamps = ['heart', 'spark', 'laugh', 'clap', 'flame', 'idea'] as const;
export type Stamp = (typeof stamps)[number];

/** What an answer shows of the line it answers. */
export function quote({ seq, author: { id: authorId, name }, text, deleted }: ChatMessage): QuotedMessage {
  return { seq, authorId, name, text: [...text].slice(0, limits.quotedText).join(''), deleted };
}
