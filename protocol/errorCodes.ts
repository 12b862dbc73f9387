/** Every way a request can be refused. The set is closed: the client has a sentence for each. */
export const errorCodes = [
  'bad_request',
  'unauthenticated',
  'sign_in_failed',
  'sign_in_again',
  'weak_password',
  'forbidden',
  'not_found',
  'not_joined',
  'conflict',
  'gone',
  'rate_limited',
  'too_large',
  'room_full',
  'room_locked',
  'knock_first',
  'passcode_needed',
  'passcode_wrong',
  'invite_over',
  'invitation_needed',
  'registration_closed',
  'admin_code_wrong',
  'last_admin',
  'word_refused',
  'link_refused',
  'barred',
  'new_here',
  'new_here_less',
  'off_stage',
  'not_your_turn',
  'server_busy',
  'draining',
  'unsupported',
  'media_unavailable',
  'storage_unavailable',
  'storage_full',
  'internal',
] as const;

export type ErrorCode = (typeof errorCodes)[number];

/** The codes for which the same request may succeed later, unchanged. */
const passing: ReadonlySet<ErrorCode> = new Set([
  'rate_limited',
  'room_full',
  'server_busy',
  'draining',
  'media_unavailable',
  'storage_unavailable',
  'storage_full',
  'internal',
]);

/** Says whether the same request may succeed later. */
export function isRetryable(code: ErrorCode): boolean {
  return passing.has(code);
}
