import { globSync, readdirSync, readFileSync } from 'node:fs';

/** The ids of mediasoup's workers that this process started. */
export function workerPids(): number[] {
  return globSync('/proc/[0-9]*/stat').flatMap((file) => {
    try {
      const [, pid, name, parent] = /^(\d+) \((.*)\) \S (\d+)/.exec(readFileSync(file, 'utf8')) ?? [];
      return name === 'mediasoup-worke' && Number(parent) === process.pid ? [Number(pid)] : [];
    } catch {
      // It ended while we looked.
      return [];
    }
  });
}

/** How many files, sockets and timers a process holds open. */
export function openDescriptors(pid: number): number {
  return readdirSync(`/proc/${pid}/fd`).length;
}
