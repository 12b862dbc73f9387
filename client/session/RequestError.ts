import { type ErrorCode, isRetryable } from '../../protocol/errorCodes.ts';
import type { Refusal } from '../../protocol/errors.ts';

/** Why a request was not done: one of the server's codes, or `unreachable` when no answer came. */
export type RequestProblem = ErrorCode | 'unreachable';

/** A request that was refused or never answered. */
export class RequestError extends Error {
  readonly code: RequestProblem;
  readonly retryable: boolean;
  readonly retryAfterMs: number | undefined;

  constructor(code: RequestProblem, message: string, retryAfterMs?: number) {
    super(message);
    this.name = 'RequestError';
    this.code = code;
    this.retryable = code === 'unreachable' || isRetryable(code);
    this.retryAfterMs = retryAfterMs;
  }

  /** Whatever was thrown, as a `RequestError`. */
  static of(error: unknown): RequestError {
    return error instanceof RequestError ? error : new RequestError('internal', String(error));
  }

  static from({ code, message, retryAfterMs }: Refusal): RequestError {
    return new RequestError(code, message, retryAfterMs);
  }
}
