import { readFileSync } from 'node:fs';
import { childrenOf } from './cpu.ts';

/** The resident memory of a process and of everything it started, in kilobytes. */
export function memoryOf(pid: number): number {
  return childrenOf(pid).reduce((sum, child) => sum + memoryOf(child), parseRss(statusOf(pid)));
}

/** Reads the resident memory out of a status file, in kilobytes. */
export function parseRss(text: string): number {
  const value = /^VmRSS:\s+(\d+) kB/m.exec(text)?.[1];
  if (value === undefined) throw new Error(`This is no status of a process: ${text}`);
  return Number(value);
}

function statusOf(pid: number): string {
  return readFileSync(`/proc/${pid}/status`, 'utf8');
}
