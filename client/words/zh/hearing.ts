import type { Catalog } from '../catalog.ts';
import type { hearing as english } from '../en/hearing.ts';

/** How others are heard here. */
export const hearing: Catalog<typeof english> = {
  volumeOf: '{name}的音量，只对你有效',
  volumeOfShare: '{name}分享的声音的音量，只对你有效',
  percent: '{count}%',
  forMe: '只对你有效',
  muteForMe: '对我静音',
  hearAgain: '恢复收听',
  personMutedForMe: '已对你静音',
  asHost: '主持人操作',
  levelling: '让每个人一样响',
  levellingHint: '轻的声音变响，响的声音变轻，只对你有效。',
  deafen: '什么都不听',
  undeafen: '恢复收听',
  deaf: '你听不到任何声音',
  deafMore: '在你打开麦克风之前，别人也听不到你。',
};
