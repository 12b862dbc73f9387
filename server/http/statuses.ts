import type { ErrorCode } from '../../protocol/errorCodes.ts';

/** The HTTP status that fits each refusal. */
export const statuses: Readonly<Record<ErrorCode, number>> = {
  bad_request: 400,
  unauthenticated: 401,
  sign_in_failed: 401,
  sign_in_again: 401,
  weak_password: 422,
  forbidden: 403,
  not_found: 404,
  not_joined: 409,
  conflict: 409,
  gone: 410,
  rate_limited: 429,
  too_large: 413,
  room_full: 409,
  room_locked: 403,
  off_stage: 403,
  not_your_turn: 403,
  server_busy: 503,
  draining: 503,
  unsupported: 415,
  media_unavailable: 503,
  storage_unavailable: 503,
  storage_full: 507,
  internal: 500,
};
