import type { Catalog } from '../catalog.ts';
import type { files as english } from '../en/files.ts';

/** Files in the chat. */
export const files: Catalog<typeof english> = {
  attach: '添加文件',
  dropHere: '松开即可添加',
  attached: '随下一条消息发送',
  detach: '移除 {name}',
  notAttached: { other: '有 {count} 个文件未添加：每条消息最多十个，且不能是空文件。' },
  sendingFile: '正在发送 {name}',
  fileProblem: '{name} 发送不了。',
  fileLost: '页面重新加载后已找不到这个文件，请重新添加。',
  fileUnreadable: '这张图片无法读取，或已损坏。',
  fileTooLarge: '超过了本服务器允许的大小。',
  cancelFiles: '不发送',
  download: '下载',
  gallery: '聊天中的图片',
  showPicture: '放大查看 {name}',
  pictureCount: '第 {place} 张，共 {count} 张',
  nextPicture: '下一张图片',
  previousPicture: '上一张图片',
};
