import { AppError } from '../errors.ts';

/** The house would be without anybody who runs it. */
export function lastAdmin(): AppError {
  return new AppError('last_admin', 'Nobody else runs this house: make somebody else an admin first.');
}

/** As many came by an invitation as may, or somebody ended it. */
export function inviteOver(): AppError {
  return new AppError('invite_over', 'This invitation leads nowhere any more.');
}
