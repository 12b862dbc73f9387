import type { Catalog } from '../catalog.ts';
import type { reading as english } from '../en/reading.ts';

/** Reading the chat: what lines are made of, whom they name, where one stopped, and how to find one again. */
export const reading: Catalog<typeof english> = {
  codeBlock: '代码',
  nameSomebody: '提到谁',
  namesFound: { other: '有 {count} 个人符合' },
  mentionsYou: { other: '{count} 条提到你' },
  jumpToUnread: { other: '去看 {count} 条未读的第一条' },
  later: '之后的消息',
};
