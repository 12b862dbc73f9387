import { RequestError } from '../session/RequestError.ts';

const troubles: Readonly<Record<string, PasskeyTrouble>> = {
  NotAllowedError: 'dismissed',
  AbortError: 'dismissed',
  InvalidStateError: 'known',
};

type PasskeyTrouble = 'dismissed' | 'known' | 'late' | 'failed';

/** Why no passkey was made or used: not wanted after all, known already, too late, or something nobody tells. */
export class PasskeyProblem extends Error {
  readonly trouble: PasskeyTrouble;

  constructor(cause: unknown) {
    super('No passkey.', { cause });
    this.name = 'PasskeyProblem';
    const late = cause instanceof RequestError && cause.code === 'gone';
    this.trouble = late ? 'late' : (cause instanceof Error && troubles[cause.name]) || 'failed';
  }
}

/** What the server answers to a passkey, with a sentence of its own for whoever thought about it for too long. */
export async function inTime<Answer>(answer: Promise<Answer>): Promise<Answer> {
  try {
    return await answer;
  } catch (error) {
    throw error instanceof RequestError && error.code === 'gone' ? new PasskeyProblem(error) : error;
  }
}
