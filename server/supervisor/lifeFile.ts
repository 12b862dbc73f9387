import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** How the last hand-over went. */
export interface HandOver {
  /** The how manieth of this supervisor. */
  readonly number: number;
  readonly state: 'going on' | 'done' | 'failed';
  readonly problem?: string;
  /** How long it took in all, and for how long changes were refused. */
  readonly tookMs?: number;
  readonly refusedMs?: number;
}

/** What a supervisor lets others know of itself. */
export interface Life {
  readonly pid: number;
  /** When the process was born, as the system counts: its id may be another's one day. */
  readonly birth: string;
  readonly serverPid: number;
  readonly handOver: HandOver | null;
}

const fileIn = (dataDir: string) => join(dataDir, 'supervisor.json');

/** Writes the file so that nobody ever reads half of it. */
export function writeLife(dataDir: string, life: Omit<Life, 'pid' | 'birth'>): void {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const file = fileIn(dataDir);
  const whole: Life = { pid: process.pid, birth: birthOf(process.pid), ...life };
  writeFileSync(`${file}.${process.pid}`, `${JSON.stringify(whole)}\n`, { mode: 0o600 });
  renameSync(`${file}.${process.pid}`, file);
}

/** What the supervisor of this folder says; undefined when none lives. */
export function readLife(dataDir: string): Life | undefined {
  let life: Life;
  try {
    life = JSON.parse(readFileSync(fileIn(dataDir), 'utf8')) as Life;
  } catch {
    return undefined;
  }
  return Number.isInteger(life.pid) && isAlive(life) ? life : undefined;
}

/** Takes the file away, if it is this process's own. */
export function removeLife(dataDir: string): void {
  if (readLife(dataDir)?.pid === process.pid) rmSync(fileIn(dataDir), { force: true });
}

function isAlive({ pid, birth }: Life): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    // Another user's process may not be asked, but is there.
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  return birthOf(pid) === birth;
}

function birthOf(pid: number): string {
  try {
    // The name, in brackets, may hold anything; the time is the twentieth field after it.
    return readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ')[19] ?? '';
  } catch {
    // Only Linux tells.
    return '';
  }
}
