import { globSync, readdirSync, readFileSync } from 'node:fs';

/** The ids of mediasoup's workers that a process started, the oldest first: the spare one is the last. */
export function workerPids(parentPid = process.pid): number[] {
  const workers = globSync('/proc/[0-9]*/stat').flatMap((file) => {
    try {
      const [, pid, name, fields = ''] = /^(\d+) \((.*)\) \S (.*)/.exec(readFileSync(file, 'utf8')) ?? [];
      const [parent, started] = [0, 18].map((index) => Number(fields.split(' ')[index]));
      return name === 'mediasoup-worke' && parent === parentPid ? [{ pid: Number(pid), started }] : [];
    } catch {
      // It ended while we looked.
      return [];
    }
  });
  const inOrder = workers.toSorted(
    (one, other) => (one.started ?? 0) - (other.started ?? 0) || one.pid - other.pid,
  );
  return inOrder.map(({ pid }) => pid);
}

/** Whether a process runs; one that ended and that nobody has asked about does not. */
export function isRunning(pid: number): boolean {
  try {
    return !/\) [ZX] /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}

/** The ids of the processes that a process started and that are left. */
export function childrenOf(parentPid: number): number[] {
  return globSync('/proc/[0-9]*/stat').flatMap((file) => {
    try {
      const [, pid, parent] = /^(\d+) \(.*\) \S (\d+)/.exec(readFileSync(file, 'utf8')) ?? [];
      return Number(parent) === parentPid ? [Number(pid)] : [];
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
