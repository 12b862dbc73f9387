import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const execute = promisify(execFile);

/** Runs a program to its end, and gives what it printed. Rejects with what it complained about. */
export async function command(program: string, ...args: string[]): Promise<string> {
  const { stdout } = await execute(program, args);
  return stdout;
}
