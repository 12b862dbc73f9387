/** How others are heard here. */
export const hearing = {
  volumeOf: 'Volume of {name}, for you alone',
  volumeOfShare: 'Volume of what {name} shares, for you alone',
  percent: '{count} %',
  forMe: 'For you alone',
  muteForMe: 'Mute for me',
  hearAgain: 'Hear again',
  personMutedForMe: 'muted for you',
  asHost: 'As host',
  levelling: 'Make everybody equally loud',
  levellingHint: 'Quiet voices come up, loud ones go down. Only for you.',
  deafen: 'Hear nothing',
  undeafen: 'Hear again',
  deaf: 'You hear nothing',
  deafMore: 'Nobody hears you either, until you open your microphone.',
} as const;
