import type { Attachment } from 'svelte/attachments';
import type { ChatLog } from '../../session/ChatLog.svelte.ts';

/** Counts what is written as read while the log is open and the tab is looked at. */
export function seenWhenVisible(chat: ChatLog): Attachment<HTMLElement> {
  return () => {
    const look = () => {
      if (document.visibilityState === 'visible' && chat.lastSeq > 0) chat.markSeen();
    };
    look();
    document.addEventListener('visibilitychange', look);
    return () => document.removeEventListener('visibilitychange', look);
  };
}
