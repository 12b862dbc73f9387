import type { Catalog } from '../catalog.ts';
import type { ring as english } from '../en/ring.ts';

/** Ringing friends. */
export const ring: Catalog<typeof english> = {
  ringFriends: '呼叫好友',
  ringWhom: '呼叫谁',
  ringMore: '他们马上会收到。呼叫时你的麦克风会打开。',
  ringFull: '一次最多 {count} 人。',
  ringVoice: '语音呼叫',
  ringVideo: '视频呼叫',
  ringOne: '呼叫',
  ringsYou: '{name} 在呼叫你',
  ringIsVoice: '语音通话',
  ringIsVideo: '视频通话',
  ringLeaves: '你会因此离开“{room}”。',
  ringJoin: '加入',
  ringJoinMic: '开麦克风加入',
  ringNotNow: '现在不行',
  ringing: '呼叫中',
  ringStop: '停止呼叫',
  'ring.ringing': '正在响',
  'ring.away': '现在不在',
  'ring.joined': '来了',
  'ring.declined': '现在来不了',
  'ring.missed': '没有应答',
};
