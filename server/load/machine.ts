import { readFile } from 'node:fs/promises';
import { availableParallelism, cpus, totalmem } from 'node:os';

/** How much CPU was used, and how much there was, since some moment: two looks tell a share. */
export interface CpuCount {
  readonly used: number;
  readonly all: number;
}

/** What all cores did since the machine started. */
export function countCores(): CpuCount {
  const count = { used: 0, all: 0 };
  for (const { times } of cpus()) {
    const all = times.user + times.nice + times.sys + times.irq + times.idle;
    count.all += all;
    count.used += all - times.idle;
  }
  return count;
}

/** How long a process has waited for a core that others had, in milliseconds since it began; 0 where nobody counts. */
export async function waitedMs(pid: number): Promise<number> {
  const [, waited] = (await read(`/proc/${pid}/schedstat`))?.split(' ') ?? [];
  return Number(waited ?? 0) / 1_000_000;
}

/** What a container used of the cores it is allotted; null where nothing is allotted. */
export async function countAllotted(now: number): Promise<CpuCount | null> {
  const [limit, stat] = await Promise.all([read('/sys/fs/cgroup/cpu.max'), read('/sys/fs/cgroup/cpu.stat')]);
  const [quota = 'max', period = '100000'] = limit?.split(/\s/) ?? [];
  const used = Number(stat?.match(/^usage_usec (\d+)/m)?.[1]);
  if (quota === 'max' || Number.isNaN(used)) return null;
  return { used: used / 1_000, all: (now * Number(quota)) / Number(period) };
}

/** How many cores there are for this process and its workers. */
export async function coresAllotted(): Promise<number> {
  const [quota = 'max', period = '100000'] = (await read('/sys/fs/cgroup/cpu.max'))?.trim().split(/\s/) ?? [];
  const cores = availableParallelism();
  return quota === 'max' ? cores : Math.min(cores, Number(quota) / Number(period));
}

/** The share of the time between two looks that was used, 0 to 1. */
export function shareBetween(before: CpuCount, after: CpuCount): number {
  const all = after.all - before.all;
  return all > 0 ? Math.min(1, Math.max(0, (after.used - before.used) / all)) : 0;
}

/** How much memory there is for this process and its workers, in bytes, and how full that is. */
export function readMemory(used: number): { used: number; limit: number; share: number } {
  // Without a limit this is 0, or more than any machine has.
  const allotted = process.constrainedMemory();
  const isAllotted = allotted > 0 && allotted < totalmem();
  const limit = isAllotted ? allotted : totalmem();
  // In a container what is kept of files counts as used, until somebody needs the room: it is no reason.
  const others = isAllotted ? 0 : 1 - process.availableMemory() / limit;
  return { used, limit, share: Math.max(used / limit, others) };
}

/** How many UDP packets have left the machine; null where nobody counts them. */
export async function countPackets(): Promise<number | null> {
  const [four, six] = await Promise.all([read('/proc/net/snmp'), read('/proc/net/snmp6')]);
  const lines = four?.split('\n').filter((line) => line.startsWith('Udp: '));
  const [names, values] = lines?.map((line) => line.split(' ')) ?? [];
  const count = Number(values?.[names?.indexOf('OutDatagrams') ?? -1]);
  const overSix = Number(six?.match(/^Udp6OutDatagrams\s+(\d+)/m)?.[1] ?? 0);
  return Number.isNaN(count) ? null : count + overSix;
}

/** How many files and sockets this process may have open; null where nobody says. */
export async function openFilesLimit(): Promise<number | null> {
  const limit = Number((await read('/proc/self/limits'))?.match(/^Max open files\s+(\d+)/m)?.[1]);
  return Number.isNaN(limit) ? null : limit;
}

async function read(file: string): Promise<string | null> {
  try {
    return await readFile(file, 'utf8');
  } catch {
    // Another system than Linux, or no container.
    return null;
  }
}
