import { AppError } from '../errors.ts';

// What a request was about closed before the worker came to it.
const closedNames = new Set(['WorkerClosedError', 'NotFoundError', 'InvalidStateError']);
// How mediasoup, and its worker, say that parameters do not fit.
const misfitNames = new Set(['TypeError', 'UnsupportedError', 'Error']);

/** Waits for the worker; rejects with `gone` when the peer, the room or the worker closed meanwhile. */
export async function unlessClosed<Result>(work: Promise<Result>): Promise<Result> {
  return await work.catch((error: unknown) => {
    throw isNamed(error, closedNames) ? new AppError('gone', 'It closed meanwhile.') : error;
  });
}

/** As `unlessClosed`, for parameters that came from a client: `bad_request` says what does not fit. */
export async function ifFitting<Result>(work: Promise<Result>): Promise<Result> {
  return await unlessClosed(work).catch((error: unknown) => {
    if (!isNamed(error, misfitNames)) throw error;
    throw new AppError('bad_request', `These media parameters do not fit: ${error.message}`);
  });
}

function isNamed(error: unknown, names: ReadonlySet<string>): error is Error {
  return error instanceof Error && !(error instanceof AppError) && names.has(error.name);
}
