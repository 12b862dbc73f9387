import { randomUUID } from 'node:crypto';
import { type ErrorCode, isRetryable } from '../protocol/errorCodes.ts';
import type { Refusal } from '../protocol/errors.ts';
import type { Logger } from './log.ts';

/** A refusal that is meant for the asker: thrown where a rule breaks, caught at the two doors only. */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly retryAfterMs: number | undefined;

  constructor(code: ErrorCode, message: string, retryAfterMs?: number) {
    super(message);
    this.name = 'AppError';
    this.code = code;
    this.retryAfterMs = retryAfterMs;
  }
}

/** Whether something failed because the storage does not answer. */
export function isStorageAway(error: unknown): boolean {
  return error instanceof AppError && error.code === 'storage_unavailable';
}

/**
 * What the asker is told of an error. One that is not an `AppError` is a bug: it is logged with its stack,
 * and the asker gets nothing but an id to quote.
 */
export function toRefusal(error: unknown, log: Logger, context: Record<string, unknown>): Refusal {
  if (error instanceof AppError) {
    const { code, message, retryAfterMs } = error;
    return { code, message, retryable: isRetryable(code), ...(retryAfterMs && { retryAfterMs }) };
  }
  const requestId = randomUUID();
  log.error({ ...context, requestId, err: error }, 'request failed');
  return { code: 'internal', message: 'Something went wrong on our side.', retryable: true, requestId };
}
