/** What one comes home to. */
export const ownHome = {
  homeMorning: 'Good morning, {name}',
  homeDay: 'Good afternoon, {name}',
  homeEvening: 'Good evening, {name}',
  homeNight: 'Still up, {name}?',
  homeLit: { one: 'One of your rooms is lit.', other: '{count} of your rooms are lit.' },
  homeQuiet: 'Your rooms are quiet. Others are not.',
  homeInterests: 'Your interests',
  homePeople: 'Friends in a room now',
  homeMore: { one: '{count} more at home, not in a room.', other: '{count} more at home, not in a room.' },
  homeNobody: 'Nobody you know is here right now.',
  homeMissed: 'While you were out',
  homeFresh: 'New in your interests',
} as const;
