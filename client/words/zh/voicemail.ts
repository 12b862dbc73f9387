import type { Catalog } from '../catalog.ts';
import type { voicemail as english } from '../en/voicemail.ts';

/** Voice messages. */
export const voicemail: Catalog<typeof english> = {
  voiceRecord: '录制语音消息',
  voiceHow: '按住录音，松开发送；或点一下开始，再点一下发送。',
  voiceRecording: '正在为语音消息录音。',
  voiceRecordingShort: '录音中',
  voiceSend: '发送语音消息',
  voiceCancel: '丢弃录音',
  voiceSlide: '滑开即可取消',
  voiceFile: '语音消息',
  voiceMessage: '语音消息，{length}',
  voicePlay: '播放',
  voicePause: '暂停',
  voiceSeek: '语音消息的播放位置',
  voiceRate: '播放速度 {rate}',
  voiceFailed: '这个浏览器无法播放它。',
};
