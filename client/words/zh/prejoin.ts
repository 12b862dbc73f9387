import type { Catalog } from '../catalog.ts';
import type { prejoin as english } from '../en/prejoin.ts';

/** Before stepping in, by a link. */
export const prejoin: Catalog<typeof english> = {
  prejoinTitle: '走进{room}，Hobnob',
  prejoinMirror: '你看起来的样子',
  prejoinOnlyYou: '只有你看得到',
  prejoinPicture: '大家会看到你的头像',
  prejoinFacts: '{interests}，最多 {count} 人',
  prejoinName: '大家怎么称呼你？',
  prejoinDevices: '设备',
  prejoinHeard: '麦克风收到了你的声音',
  prejoinTest: '试一下',
  prejoinTestSpeaker: '试一下扬声器',
  prejoinMicOff: '麦克风关',
  stepInMuted: '静音进入',
  stepInToListen: '进去听',
  prejoinAskAgain: '再问一次',
  prejoinArriveMuted: '进来时是静音的。打开麦克风之前没人听得到你。',
  prejoinLook: '先看看我的摄像头和麦克风',

  'shut.microphone': '浏览器没有放行麦克风',
  'shut.camera': '浏览器没有放行摄像头',
  'shut.microphone.still': '可以先进来听、打字。想说话：',
  'shut.camera.still': '可以先进来，只是没有画面。想让大家看到你：',
  'shut.chromium.1': '点地址左边的图标。',
  'shut.chromium.microphone': '把麦克风设为“允许”，摄像头也可以。',
  'shut.chromium.camera': '把摄像头设为“允许”。',
  'shut.chromium.3': '回到这里，我们会自己发现。',
  'shut.firefox.1': '点地址左边划掉的标志。',
  'shut.firefox.microphone': '取消对麦克风的禁止，摄像头也可以。',
  'shut.firefox.camera': '取消对摄像头的禁止。',
  'shut.firefox.3': '回到这里，再问一次。',
  'shut.safari.1': '在地址旁边或 Safari 的菜单里选“此网站的设置”。',
  'shut.safari.microphone': '把麦克风设为“允许”，摄像头也可以。',
  'shut.safari.camera': '把摄像头设为“允许”。',
  'shut.safari.3': '回到这里，再问一次。',
};
