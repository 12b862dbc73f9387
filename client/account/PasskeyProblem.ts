/** Why a browser made or used no passkey: not wanted after all, known already, or something it does not tell. */
export class PasskeyProblem extends Error {
  readonly trouble: 'dismissed' | 'known' | 'failed';

  constructor(cause: unknown) {
    super('No passkey.', { cause });
    this.name = 'PasskeyProblem';
    const name = cause instanceof Error ? cause.name : '';
    this.trouble =
      name === 'NotAllowedError' || name === 'AbortError'
        ? 'dismissed'
        : name === 'InvalidStateError'
          ? 'known'
          : 'failed';
  }
}
