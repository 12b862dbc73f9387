import { globSync, readdirSync, readFileSync } from 'node:fs';

/** The ids of the processes that a process started and that are left, all or those of one name. */
export function childrenOf(of: number, named?: string): number[] {
  return globSync('/proc/[0-9]*/stat').flatMap((file) => {
    try {
      const [, pid, name, parent] = /^(\d+) \((.*)\) \S (\d+)/.exec(readFileSync(file, 'utf8')) ?? [];
      return Number(parent) === of && (named === undefined || name === named) ? [Number(pid)] : [];
    } catch {
      // It ended while we looked.
      return [];
    }
  });
}

/** The ids of mediasoup's workers that a process started, this one if no other is named. */
export function workerPids(of = process.pid): number[] {
  // The system keeps fifteen letters.
  return childrenOf(of, 'mediasoup-worke');
}

/** Whether a process runs; one that ended and was not yet asked how does not. */
export function isRunning(pid: number): boolean {
  try {
    return !/^\d+ \(.*\) Z/.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}

/** How many files, sockets and timers a process holds open. */
export function openDescriptors(pid: number): number {
  return readdirSync(`/proc/${pid}/fd`).length;
}
