import type { AuditAction } from '../../../protocol/reasons.ts';
import type { en } from '../../words/en/index.ts';

/** What is said of each thing that can be in the log. */
export const actionWords = {
  warned: 'did.warned',
  muted: 'did.muted',
  stopped: 'did.stopped',
  videoOff: 'did.videoOff',
  chatOff: 'did.chatOff',
  toAudience: 'did.toAudience',
  moved: 'did.moved',
  roleGiven: 'did.roleGiven',
  removed: 'did.removed',
  banned: 'did.banned',
  linesDeleted: 'did.linesDeleted',
  lifted: 'did.lifted',
  undone: 'did.undone',
  locked: 'did.locked',
  unlocked: 'did.unlocked',
  frozen: 'did.frozen',
  thawed: 'did.thawed',
  rulesChanged: 'did.rulesChanged',
  reported: 'did.reported',
  reportTaken: 'did.reportTaken',
  reportDecided: 'did.reportDecided',
  appealed: 'did.appealed',
  houseBanned: 'did.houseBanned',
  housePardoned: 'did.housePardoned',
  houseChanged: 'did.houseChanged',
  houseModerator: 'did.houseModerator',
} as const satisfies Record<AuditAction, keyof typeof en>;
