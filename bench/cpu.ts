import { existsSync, readdirSync, readFileSync } from 'node:fs';

/** The CPU time a server has used so far, in milliseconds: its Node, and the workers it started. */
export interface CpuTime {
  readonly node: number;
  readonly workers: number;
}

/** Reads the time on a CPU, in milliseconds, out of a line of `schedstat`. */
export function parseSchedstat(text: string): number {
  const nanoseconds = /^(\d+) \d+ \d+/.exec(text)?.[1];
  if (nanoseconds === undefined) throw new Error(`This is no schedstat: ${text}`);
  return Number(nanoseconds) / 1e6;
}

/** The CPU time of a process and of everything it started, workers apart. */
export function cpuTimeOf(pid: number): CpuTime {
  const workers = childrenOf(pid).reduce((sum, child) => sum + timeWithChildren(child), 0);
  return { node: timeOf(pid), workers };
}

/** What was used between two readings. */
export function cpuBetween(before: CpuTime, after: CpuTime): CpuTime {
  return { node: after.node - before.node, workers: after.workers - before.workers };
}

function timeWithChildren(pid: number): number {
  return childrenOf(pid).reduce((sum, child) => sum + timeWithChildren(child), timeOf(pid));
}

function timeOf(pid: number): number {
  let sum = 0;
  for (const file of tasksOf(pid, 'schedstat')) sum += parseSchedstat(file);
  return sum;
}

/** The processes that one started. */
export function childrenOf(pid: number): number[] {
  return tasksOf(pid, 'children').flatMap((text) => text.split(' ').filter(Boolean).map(Number));
}

function tasksOf(pid: number, file: string): string[] {
  const folder = `/proc/${pid}/task`;
  if (!existsSync(folder)) throw new Error(`Process ${pid} is not there (or this is not Linux).`);
  return readdirSync(folder).flatMap((task) => {
    try {
      return [readFileSync(`${folder}/${task}/${file}`, 'utf8').trim()];
    } catch {
      // The thread ended between the two calls.
      return [];
    }
  });
}
