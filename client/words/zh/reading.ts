import type { Catalog } from '../catalog.ts';
import type { reading as english } from '../en/reading.ts';

/** Reading the chat: what lines are made of, whom they name, where one stopped, and how to find one again. */
export const reading: Catalog<typeof english> = {
  codeBlock: '代码',
};
