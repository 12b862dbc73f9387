import type { Catalog } from '../catalog.ts';
import type { reading as english } from '../en/reading.ts';

/** Reading the chat: what lines are made of, whom they name, where one stopped, and how to find one again. */
export const reading: Catalog<typeof english> = {
  codeBlock: '代码',
  nameSomebody: '提到谁',
  namesFound: { other: '有 {count} 个人符合' },
  mentionsYou: { other: '{count} 条提到你' },
  jumpToUnread: { other: '去看 {count} 条未读的第一条' },
  later: '之后的消息',
  typingOne: '{name}正在输入',
  typingTwo: '{names}正在输入',
  typingMany: '好几个人正在输入',
  pinLine: '为大家置顶',
  unpinLine: '取消置顶',
  pinned: '已置顶',
  pinnedLine: '第 {place} 条置顶（共 {count} 条）：',
  searchChat: '在聊天里查找',
  foundLines: { other: '找到 {count} 条' },
  foundLatest: { other: '找到的最近 {count} 条' },
};
