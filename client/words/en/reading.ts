/** Reading the chat: what lines are made of, whom they name, where one stopped, and how to find one again. */
export const reading = {
  codeBlock: 'Code',
} as const;
