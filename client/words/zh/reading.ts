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
  chatOff: '主持人关闭了聊天。之前的内容可以看。',
  chatHosts: '现在只有主持人可以写。你可以看。',
  slowNow: { other: '每 {count} 秒一条' },
  slowWait: { other: '{count} 秒后可以写下一条' },
  chatMode: '谁可以在聊天里写',
  'chatMode.everyone': '所有人',
  'chatMode.hosts': '只有主持人',
  'chatMode.off': '没有人，聊天已关闭',
  slowMode: '慢速聊天',
  slowModeHint: '除主持人外，两条之间要等一会儿。',
  slowModeOff: '不限速',
};
