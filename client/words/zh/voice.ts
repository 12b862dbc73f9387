import type { Catalog } from '../catalog.ts';
import type { voice as english } from '../en/voice.ts';

/** How the own voice is sent. */
export const voice: Catalog<typeof english> = {
  yourLevel: '你的音量',
  noise: '背景噪音',
  noiseOff: '保留',
  noiseBrowser: '去掉',
  noiseStrong: '全部去掉',
  gate: '比这更响才发送',
  gateHint: '更轻的声音不会发出去。',
  gateThreshold: '门限',
  decibels: '{count} dB',
  music: '我在演奏',
  musicHint: '立体声，原样发送：不去噪，也不消回声。',
  musicHeadphones: '请戴上耳机，不然大家会听到自己的声音。',
  musicRate: '音质',
  musicKilobits: '{count} kbit/s',
  testSpeaker: '放一个音',
  testMicrophone: '听听自己',
  testRecording: '请说话，我们听 3 秒',
  testPlaying: '别人听到的你是这样的',
  mutedTalk: '你现在是静音，按 M 再说一遍吧。',
  holdToTalk: '按住空格说话',
  noSound: '你的麦克风没有声音。',
  noSoundMore: '是不是关掉了，或者你对着说的是另一个？',
  deviceBack: '{device}又接上了。',
  useAgain: '重新使用',
  'device.denied.how.firefox': '怎么打开：点地址左边划掉的麦克风或摄像头，取消禁止，再按一次按钮。',
  'device.denied.how.safari':
    '怎么打开：在 Safari 的菜单或地址旁边选“此网站的设置”，允许使用，再按一次按钮。',
};
