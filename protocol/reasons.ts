/** Why somebody is spoken to, put out or reported. */
export const reasons = ['talksOver', 'insults', 'unwanted', 'shows', 'selling', 'raid', 'other'] as const;
export type Reason = (typeof reasons)[number];

/** What can hold for somebody in a room for a time: no microphone, no picture, no line of chat, no way in. */
export const restraints = ['mute', 'noVideo', 'noChat', 'out'] as const;
export type Restraint = (typeof restraints)[number];

/** Everything that the log tells of. */
export const auditActions = [
  'warned',
  'muted',
  'stopped',
  'videoOff',
  'chatOff',
  'toAudience',
  'moved',
  'roleGiven',
  'removed',
  'banned',
  'linesDeleted',
  'lifted',
  'undone',
  'locked',
  'unlocked',
  'frozen',
  'thawed',
  'rulesChanged',
  'reported',
  'reportTaken',
  'reportDecided',
  'appealed',
  'houseBanned',
  'roomClosed',
  'passedOn',
  'settingsChanged',
  'housePardoned',
  'houseChanged',
  'houseModerator',
  'houseAdmin',
  'houseRoleTaken',
  'houseCode',
  'houseInvited',
  'houseInviteBurned',
  'houseSignedOut',
  'housePersonDeleted',
] as const;
export type AuditAction = (typeof auditActions)[number];

/** How long one can take back what one did to somebody, in milliseconds. */
export const undoMs = 10_000;

/** How long somebody who was asked to leave stays out, in minutes. */
export const removalMinutes = 30;
