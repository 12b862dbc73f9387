import type { Catalog } from '../catalog.ts';
import type { circles as english } from '../en/circles.ts';

/** Lists of people one keeps, and rooms for some. */
export const circles: Catalog<typeof english> = {
  circles: '圈子',
  circlesMore: '只有你看得到的名单，没有人会知道自己在里面。',
  circlesWith: '{name} 所在的圈子',
  circlesDone: '好了',
  newCircle: '新圈子',
  makeCircle: '建圈子',
  circleName: '圈子的名字',
  circleNameHint: '比如“家人”，或“周二爬山”。',
  circleCount: '{count} 人',
  editCircle: '编辑',
  endCircle: '解散这个圈子',
  whoIsInCircle: '谁在里面',
  nobodyForCircles: '先加好友或关注别人，就能把他们放进来。',
  findPeople: '找人',
  nobodyCalledThat: '这里没有叫这个名字的人。',
  toCircles: '圈子',
  whichCircles: '哪些圈子看得到',
  noCircleChosen: '选好圈子之前，没有人看得到。',
  noCircleYet: '你还没有圈子。建好并选上之前，没有人看得到。',

  visibilityFriends: '好友',
  visibilityFriendsMore: '你的好友找得到，也进得来。对其他人来说，没有这间房。',
  visibilityCircle: '一个圈子',
  visibilityCircleMore: '你某个圈子里的人找得到，也进得来。没有人会知道是哪个圈子。',
  whichCircle: '哪个圈子',
  circleNeeded: '你还没有圈子，先在你的主页上建一个。',
  forFriendsOf: '{name} 的好友可进',
  forSome: '只有一部分人可进',
};
