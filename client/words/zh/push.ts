import type { Catalog } from '../catalog.ts';
import type { push as english } from '../en/push.ts';

/** Being told while nothing is open, in Chinese. */
export const push: Catalog<typeof english> = {
  pushAlso: '关掉 Hobnob 之后也告诉我',
  pushMore: '就算没有打开 Hobnob，这台设备也会告诉你。安静时段在这里同样有效。',
  pushUnsupported: '这个浏览器没法在 Hobnob 关掉之后告诉你。在 iPhone 或 iPad 上，先把 Hobnob 添加到主屏幕。',
  pushDenied: '这个浏览器不让 Hobnob 通知你。请在浏览器设置里允许这个网页的通知。',
  pushUnreachable: '现在连不上给这个浏览器送通知的服务。',
  pushRing: '{name} 在叫你',
};
