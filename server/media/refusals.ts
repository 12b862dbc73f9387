import { AppError } from '../errors.ts';

// What a request was about closed before the worker came to it.
const closedNames = new Set(['NotFoundError', 'InvalidStateError']);
// How mediasoup, and its worker, say that parameters do not fit.
const misfitNames = new Set(['TypeError', 'UnsupportedError', 'Error']);

/**
 * Waits for the worker; rejects with `gone` when the peer or the room closed meanwhile, with `media_unavailable`
 * when the worker died.
 */
export async function unlessClosed<Result>(work: Promise<Result>): Promise<Result> {
  return await work.catch((error: unknown) => {
    if (isNamed(error, closedNames)) throw new AppError('gone', 'It closed meanwhile.');
    if (isWorkerLost(error)) throw new AppError('media_unavailable', 'The media worker ended.');
    throw error;
  });
}

/** As `unlessClosed`, for parameters that came from a client: `bad_request` says what does not fit. */
export async function ifFitting<Result>(work: Promise<Result>): Promise<Result> {
  return await unlessClosed(work).catch((error: unknown) => {
    if (!isNamed(error, misfitNames)) throw error;
    throw new AppError('bad_request', `These media parameters do not fit: ${error.message}`);
  });
}

/** The answers of those that still live. */
export async function ifAlive<Result>(work: readonly Promise<Result>[]): Promise<Result[]> {
  const answers = work.map((one) =>
    unlessClosed(one).catch((error: unknown) => {
      if (error instanceof AppError) return null;
      throw error;
    }),
  );
  return (await Promise.all(answers)).filter((answer) => answer !== null);
}

function isWorkerLost(error: unknown): boolean {
  return error instanceof Error && error.name === 'WorkerClosedError';
}

function isNamed(error: unknown, names: ReadonlySet<string>): error is Error {
  return error instanceof Error && !(error instanceof AppError) && names.has(error.name);
}
