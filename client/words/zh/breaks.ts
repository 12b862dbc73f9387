import type { Catalog } from '../catalog.ts';
import type { breaks as english } from '../en/breaks.ts';

/** What people are told when a line, the sound, or a tab goes. */
export const breaks: Catalog<typeof english> = {
  lineDropped: '线路断了，正在接回来。',
  lineDroppedSilent: '你的位子保留 2 分钟。写下的话会自动发出。',
  lineDroppedLive: '别人可能还听得到你。你的位子保留 2 分钟。',
  soundStuck: '声音卡住了，正在换一条路。',
  soundStuckMore: '可以继续看字、打字。现在可能没人听得到你。',
  tryNow: '现在就试',
  onHold: '暂时断开',
  lineBack: '接回来了。',
  mediaLost: '房间暂时没有声音和画面。',
  mediaLostMore: '会自动恢复。可以继续看字、打字。',
  mutedAway: '你离开了一阵，麦克风已静音。',
  waitsForLine: '等线路接通，会自动发出。',

  tabsTitle: '你在另一个标签页里的{room}。',
  tabsHere: '一个人，一个声音：通话只能在一个标签页里。',
  tabsElsewhere: '走进这里就会离开那里。',
  moveHere: '把通话移到这里',
  readHere: '在这里只看字、打字',
  keepOther: '留在那边',
  keepOtherMore: '网页没法把另一个标签页调到前面，请在标签页里找一找。',
  leaveThere: '离开那里，走进这里',
  stayThere: '留在那里',
  replacedTitle: '你在另一个标签页里进了这间房。',
  replacedMore: '一个人，一个声音：通话在较新的那个标签页里。',
  companionLine: '通话在另一个标签页里。在这里可以看字、打字。',
  companionShort: '旁观中',
  companionOver: '另一个标签页里的通话结束了。',
  companionOverMore: '可以在这里走进去。',
};
