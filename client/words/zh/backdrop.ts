import type { Catalog } from '../catalog.ts';
import type { backdrop as english } from '../en/backdrop.ts';

/** What is behind oneself in the own picture. */
export const backdrop: Catalog<typeof english> = {
  backdrop: '背景',
  backdropNone: '真实的房间',
  backdropBlur: '虚化',
  backdropWall: '这个房间的墙纸',
  backdropOwn: '我的图片',
  backdropChoose: '选择图片…',
  backdropUnread: '这个文件不是浏览器能读取的图片。',
  'device.backdrop': '这里无法使用背景，因此摄像头保持关闭。可以显示真实的房间，或不开启画面。',
};
