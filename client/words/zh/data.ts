import type { Catalog } from '../catalog.ts';
import type { data as english } from '../en/data.ts';

/** What is one's own here. */
export const data: Catalog<typeof english> = {
  ownData: '你的数据',
  ownDataMore: '一个文件，里面有你的主页、你认识的人、你的房间，和你写过的每一句话。人和程序都能读。',
  takeAlong: '保存一份',
  collecting: '正在收集…',
  leaveForGood: '永久离开',
  leaveTitle: '永久离开？',
  leaveMore:
    '你的主页、登录方式、朋友和圈子、你写过和发过的内容，会立刻全部移除，谁也找不回来。别人写的留下。',
  leaveName: '请输入你的名字确认：{name}',
};
