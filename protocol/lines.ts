import type { ChatMessage, QuotedMessage } from './chat.ts';
import { limits } from './limits.ts';

/** What can be put under a line: drawn, and the same in every language. */
export const stamps = ['heart', 'spark', 'laugh', 'clap', 'flame', 'idea'] as const;
export type Stamp = (typeof stamps)[number];

/** What an answer shows of the line it answers. */
export function quote({
  seq,
  author: { id: authorId, name },
  text,
  files,
  deleted,
}: ChatMessage): QuotedMessage {
  const said = text || namesOf(files);
  return { seq, authorId, name, text: [...said].slice(0, limits.quotedText).join(''), deleted };
}

/** What is told of a line that carries files and says nothing. */
export function namesOf(files: ChatMessage['files'] = []): string {
  return files.map(({ name }) => name).join(', ');
}
