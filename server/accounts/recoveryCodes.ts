import { createHash, randomInt } from 'node:crypto';

// No letter that is taken for a digit, and 16 of these are 80 bits that nobody guesses.
const letters = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';
const codeLength = 16;
const codeCount = 10;

/** Ten codes, each good for signing in once. */
export function makeCodes(): string[] {
  return Array.from({ length: codeCount }, () => {
    const code = Array.from({ length: codeLength }, () => letters[randomInt(letters.length)]).join('');
    return code.replace(/(.{4})(?=.)/g, '$1-');
  });
}

/** What is kept of a code, however somebody typed it. */
export function codeDigest(typed: string): string {
  const plain = typed.toUpperCase().replaceAll(/[^A-Z0-9]/g, '');
  return createHash('sha256').update(`recovery code ${plain}`).digest('base64url');
}
