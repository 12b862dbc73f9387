import type { NoticeInfo } from '../protocol/notices.ts';
import type { App } from './context.ts';
import { nameOf } from './interests.svelte.ts';
import { noticeSentence } from './noticeSentence.ts';
import { t } from './words.svelte.ts';

export { noticeLink } from './noticeSentence.ts';

/** What happened, in one sentence in the language of the screen. */
export function noticeWords(
  notice: NoticeInfo,
  { interests, conversations }: Pick<App, 'interests' | 'conversations'>,
): string {
  const about = interests.of(notice.interest ?? undefined);
  const names = {
    room: notice.room ? conversations.nameOf(notice.room) : '',
    interest: about ? nameOf(about) : null,
  };
  return noticeSentence(notice, names, t);
}
