import { readdirSync, readFileSync } from 'node:fs';

/** A process as the kernel sees it. */
export interface ProcessInfo {
  readonly pid: number;
  readonly parent: number;
  readonly commandLine: string;
}

/** Whether a process is there, and not only its entry that nobody has read yet. */
export function isAlive(pid: number): boolean {
  return look(pid) !== null;
}

/** The processes that a process started, and those that they started in turn. */
export function descendantsOf(pid: number): ProcessInfo[] {
  const all = readdirSync('/proc').flatMap((name) => (/^\d+$/.test(name) ? (look(Number(name)) ?? []) : []));
  const below = (parent: number): ProcessInfo[] =>
    all.filter((one) => one.parent === parent).flatMap((one) => [one, ...below(one.pid)]);
  return below(pid);
}

function look(pid: number): ProcessInfo | null {
  try {
    const [, state, parent] = /^\d+ \(.*\) (\S) (\d+)/s.exec(readFileSync(`/proc/${pid}/stat`, 'utf8')) ?? [];
    if (state === undefined || state === 'Z') return null;
    const commandLine = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
    return { pid, parent: Number(parent), commandLine };
  } catch {
    // It ended while we looked.
    return null;
  }
}
