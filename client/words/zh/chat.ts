import type { Catalog } from '../catalog.ts';
import type { chat as english } from '../en/chat.ts';

/** What can be done with a line of chat. */
export const chat: Catalog<typeof english> = {
  lineMenu: '对{name}这句话的操作',
  reply: '回复',
  answering: '回复{name}',
  editLine: '编辑',
  editingLine: '修改你写的话',
  edited: '已编辑',
  deleteLine: '删除',
  deletedLine: '这句话已被删除。',
  linesGone: { other: '{count} 句话已被移除' },
  keepLines: '聊天记录保留',
  keepLinesHint: '更早的会自动移除。置顶的留下。',
  keepForEver: '一直',
  keepForDays: { other: '{count} 天' },
  deleteTitle: '删除这句话吗？',
  deleteMore: '所有人都将看不到它，也无法恢复。',
  'stamp.heart': '喜欢',
  'stamp.spark': '闪亮',
  'stamp.laugh': '笑',
  'stamp.clap': '鼓掌',
  'stamp.flame': '厉害',
  'stamp.idea': '好主意',
};
