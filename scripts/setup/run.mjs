import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { root } from './project.mjs';

/** @typedef {{ status: number, errors: string }} Ended How a program ended, and what it wrote to stderr if that was kept. */

const signals = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']);

/**
 * Runs a program to its end; with `onLine` its output is kept from the screen and handed over line by line.
 * A signal meanwhile is the program's to obey, and ends this process after it.
 * @param {string} command
 * @param {string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, timeout?: number, onLine?: (line: string) => void }} [options]
 * @returns {Promise<Ended>}
 */
export function run(command, args, { cwd = root, env = process.env, timeout, onLine } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd,
      env,
      stdio: onLine ? ['ignore', 'pipe', 'pipe'] : 'inherit',
      ...(timeout && { timeout }),
    });
    let errors = '';
    child.stderr?.setEncoding('utf8').on('data', (text) => {
      errors += text;
    });
    if (child.stdout && onLine) createInterface({ input: child.stdout }).on('line', onLine);

    /** @type {NodeJS.Signals | undefined} */
    let stopped;
    /** @param {NodeJS.Signals} signal */
    const pass = (signal) => {
      stopped = signal;
      // The terminal sends Ctrl-C to the program too: twice would be an order to stop at once.
      if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
    };
    for (const signal of signals) process.on(signal, pass);

    /** @param {number} status */
    const end = (status) => {
      for (const signal of signals) process.off(signal, pass);
      if (stopped) process.exit(128 + constants.signals[stopped]);
      resolve({ status, errors });
    };
    child.once('error', (error) => {
      errors += error.message;
      end(127);
    });
    child.once('close', (code) => end(code ?? 1));
  });
}

/**
 * Names a tool that a package of ours brings.
 * @param {string} name
 * @returns {string}
 */
export function tool(name) {
  return join(root, 'node_modules/.bin', name);
}

/**
 * The environment in which our tools, and what they start in turn, run under this Node.
 * @param {string} node
 * @returns {NodeJS.ProcessEnv}
 */
export function environmentOf(node) {
  const path = [dirname(node), join(root, 'node_modules/.bin'), process.env.PATH ?? ''];
  return { ...process.env, PATH: path.join(delimiter) };
}

/**
 * Says what is being done, and how long it took.
 * @template Result
 * @param {string} what
 * @param {() => Promise<Result>} work
 * @returns {Promise<Result>}
 */
export async function step(what, work) {
  const start = performance.now();
  console.log(`${what}…`);
  const result = await work();
  console.log(`  done in ${((performance.now() - start) / 1000).toFixed(1)} s`);
  return result;
}
