import type { Catalog } from '../catalog.ts';
import type { ownHome as en } from '../en/ownHome.ts';

/** What one comes home to, in Chinese. */
export const ownHome: Catalog<typeof en> = {
  homeMorning: '早上好，{name}',
  homeDay: '下午好，{name}',
  homeEvening: '晚上好，{name}',
  homeNight: '还没睡，{name}？',
  homeLit: { other: '你的房间有 {count} 个亮着灯。' },
  homeQuiet: '你的房间都很安静，别处还热闹着。',
  homeInterests: '你的兴趣',
  homePeople: '朋友正在房间里',
  homeMore: { other: '还有 {count} 位在家，没进房间。' },
  homeNobody: '你认识的人现在都不在。',
  homeMissed: '你不在的时候',
  homeFresh: '你的兴趣里新开的',
};
