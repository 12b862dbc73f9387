/** Reading the chat: what lines are made of, whom they name, where one stopped, and how to find one again. */
export const reading = {
  codeBlock: 'Code',
  nameSomebody: 'Name somebody',
  namesFound: { one: '{count} person fits', other: '{count} people fit' },
  mentionsYou: { one: '{count} mentions you', other: '{count} mention you' },
  jumpToUnread: { one: 'To the first unread line', other: 'To the first of {count} unread lines' },
  later: 'Later messages',
  typingOne: '{name} is typing',
  typingTwo: '{names} are typing',
  typingMany: 'Several people are typing',
  pinLine: 'Pin for everybody',
  unpinLine: 'No longer pin',
  pinned: 'pinned',
  pinnedLine: 'Pinned line {place} of {count}:',
  searchChat: 'Search this chat',
  foundLines: { one: '{count} line found', other: '{count} lines found' },
  foundLatest: { other: 'The latest {count} lines found' },
} as const;
