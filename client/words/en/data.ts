/** What is one's own here, to be taken along or away. */
export const data = {
  ownData: 'Your data',
  ownDataMore:
    'A file with your page, your people, your rooms, and each line you wrote. It can be read by people and programs.',
  takeAlong: 'Save a copy',
  collecting: 'Collecting…',
  leaveForGood: 'Leave for good',
  leaveTitle: 'Leave for good?',
  leaveMore:
    'Your page, your ways to sign in, your friends and circles, what you wrote and sent: all of it is taken away at once, and nobody can bring it back. What others wrote stays.',
  leaveName: 'To be sure, type your name: {name}',
} as const;
