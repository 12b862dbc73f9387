import { argon2, randomBytes, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { limits } from '../../protocol/limits.ts';
import { AppError } from '../errors.ts';
import { isCommonPassword } from './commonPasswords.ts';

const derive = promisify(argon2);

// The least that OWASP recommends: 19 MiB, two passes, one lane.
const current = { memory: 19_456, passes: 2, parallelism: 1 };
const saltBytes = 16;
const hashBytes = 32;
// Each takes a tenth of a second of a core and 19 MiB: with more waiting, all would wait too long.
const mostAtOnce = 16;
const retryAfterMs = 2_000;

interface Parsed {
  readonly memory: number;
  readonly passes: number;
  readonly parallelism: number;
  readonly salt: Buffer;
  readonly hash: Buffer;
}

let underway = 0;
let dummy: Promise<string> | undefined;

/** Throws `weak_password` for one that others would try first. */
export function requireStrong(password: string, names: readonly string[]): void {
  const plain = normal(password);
  const guessed = names.some((name) => name.length >= 3 && without(plain, name).length < 4);
  if ([...plain].length < limits.passwordMin || guessed || isCommonPassword(plain)) {
    throw new AppError('weak_password', 'This password is too short or too common.');
  }
}

/** Hashes a password with a salt of its own, in the form that names all parameters. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(saltBytes);
  const hash = await run(password, { ...current, salt, hash: Buffer.alloc(hashBytes) });
  const { memory, passes, parallelism } = current;
  const [saltText, hashText] = [salt, hash].map((bytes) => bytes.toString('base64').replace(/=+$/, ''));
  return `$argon2id$v=19$m=${memory},t=${passes},p=${parallelism}$${saltText}$${hashText}`;
}

/** Says whether a password is the one that was hashed. Without a hash it takes as long, and is not. */
export async function isPassword(password: string, hashed: string | null): Promise<boolean> {
  dummy ??= hashPassword(randomBytes(18).toString('base64'));
  const parsed = parse(hashed ?? (await dummy));
  const same = timingSafeEqual(await run(password, parsed), parsed.hash);
  return same && hashed !== null;
}

async function run(password: string, { memory, passes, parallelism, salt, hash }: Parsed): Promise<Buffer> {
  if (underway >= mostAtOnce)
    throw new AppError('server_busy', 'Many are signing in right now.', retryAfterMs);
  underway++;
  try {
    const message = normal(password);
    return await derive('argon2id', {
      message,
      nonce: salt,
      memory,
      passes,
      parallelism,
      tagLength: hash.length,
    });
  } finally {
    underway--;
  }
}

const form = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([^$]+)\$([^$]+)$/;

function parse(hashed: string): Parsed {
  const [, memory, passes, parallelism, salt = '', hash = ''] = form.exec(hashed) ?? [];
  if (!hash) throw new Error('A hashed password has an unknown form.');
  return {
    memory: Number(memory),
    passes: Number(passes),
    parallelism: Number(parallelism),
    salt: Buffer.from(salt, 'base64'),
    hash: Buffer.from(hash, 'base64'),
  };
}

/** The same letters, typed on another keyboard, are the same password. */
function normal(password: string): string {
  return password.normalize('NFKC');
}

function without(password: string, name: string): string {
  return password.toLowerCase().replaceAll(name.toLowerCase(), '');
}
