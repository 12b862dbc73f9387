import type { Catalog } from '../catalog.ts';
import type { order as english } from '../en/order.ts';

/** Hands, the lock, and who was asked to leave. */
export const order: Catalog<typeof english> = {
  hand: '举手',
  handUp: '手举着',
  personHand: '举着手',
  raisedHand: '{names}举手了',
  lowerHand: '放下手',
  handsUp: '举手的人',
  others: '其他人',

  lock: '锁上房间',
  unlock: '打开房间',
  lockHint: '别人进不来，在里面的人可以留下。',
  unlockHint: '房间锁上了，别人进不来。',
  locked: '已锁',

  remove: '请离开',
  ban: '不让再来',
  removedPeople: '被请离开的人',
  nobodyRemoved: '没有人被请离开。',
  untilTime: '到 {time}',
  forGood: '一直',
  letBackIn: '放行',
  letBackInPerson: '放行{name}',
  pardoned: '{name}可以再来了。',

  removedTitle: '房主请你先离开{room}。',
  removedUntil: '到 {time} 为止，这扇门对你关着。别的房间都开着。',
  removedForGood: '房主对你关上了这扇门。别的房间都开着。',
  removedOver: '这扇门又对你开了。',
  signRemoved: '先别进',
  lockedTitle: '{room}锁上了。',
  lockedMore: '房主暂时关了门，晚点再试。',
  signLocked: '已锁',
};
