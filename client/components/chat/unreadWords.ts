import type { ChatLog } from '../../session/ChatLog.svelte.ts';
import { t } from '../../words.svelte.ts';

/** How much is unread and how much of that names oneself; empty where nothing is. */
export function unreadWords({ unread, read }: ChatLog): string {
  if (unread === 0) return '';
  const words = [t('unreadDot', { count: unread })];
  if (read.mentions.length > 0) words.push(t('mentionsYou', { count: read.mentions.length }));
  return words.join(', ');
}
