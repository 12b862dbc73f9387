import { existsSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

const file = '/proc/pressure/cpu';
const quietBelow = 15;
const patienceMs = 60_000;

/** Reads out of a pressure file how much of the last ten seconds somebody waited for a CPU, in percent. */
export function parsePressure(text: string): number {
  const value = /^some avg10=([\d.]+)/m.exec(text)?.[1];
  if (value === undefined) throw new Error(`This is no pressure file: ${text}`);
  return Number(value);
}

/** The pressure on the CPUs right now; null where the kernel does not tell. */
export function cpuPressure(): number | null {
  return existsSync(file) ? parsePressure(readFileSync(file, 'utf8')) : null;
}

/** Waits until the machine has time for a measurement, a minute at most. */
export async function waitForQuiet(): Promise<void> {
  const end = performance.now() + patienceMs;
  while ((cpuPressure() ?? 0) >= quietBelow && performance.now() < end) await sleep(1_000);
}
