import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { cpuBetween, cpuTimeOf, parseSchedstat } from '../../../bench/cpu.ts';
import { parseRss } from '../../../bench/memory.ts';
import { parsePressure } from '../../../bench/quiet.ts';

test('the time on a CPU is the first number of schedstat, in nanoseconds', () => {
  expect(parseSchedstat('2500000 340000 17')).toBe(2.5);
});

test('what is no schedstat is refused', () => {
  expect(() => parseSchedstat('')).toThrow('no schedstat');
});

test('between two readings is their difference', () => {
  expect(cpuBetween({ node: 1, workers: 10 }, { node: 4, workers: 30 })).toEqual({ node: 3, workers: 20 });
});

test('the pressure is that of some, in the last ten seconds', () => {
  const text =
    'some avg10=12.50 avg60=3.00 avg300=1.00 total=9\nfull avg10=0.00 avg60=0.00 avg300=0.00 total=0\n';
  expect(parsePressure(text)).toBe(12.5);
});

test('what is no pressure file is refused', () => {
  expect(() => parsePressure('full avg10=1.00')).toThrow('no pressure file');
});

test.runIf(process.platform === 'linux')('work shows in the CPU time of the process that does it', () => {
  const before = cpuTimeOf(process.pid);
  const begin = process.cpuUsage();
  // By the clock of the CPU: a busy machine may let this wait for as long as it likes.
  while (process.cpuUsage(begin).user < 50_000);
  expect(cpuBetween(before, cpuTimeOf(process.pid)).node).toBeGreaterThan(40);
});

test.runIf(process.platform === 'linux')('a process that is not there has no CPU time', () => {
  const pid = Number(execFileSync('sh', ['-c', 'echo $$'], { encoding: 'utf8' }));
  expect(() => cpuTimeOf(pid)).toThrow('is not there');
});

test('the resident memory of a process is read in kilobytes', () => {
  expect(parseRss('Name:\tnode\nVmPeak:\t  900 kB\nVmRSS:\t   61440 kB\nThreads:\t11\n')).toBe(61_440);
  expect(() => parseRss('Name:\tnode\n')).toThrow('no status of a process');
});
