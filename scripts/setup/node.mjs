import { spawnSync } from 'node:child_process';
import { readFileSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { root, SetupError } from './project.mjs';
import { tool } from './run.mjs';

/**
 * Reads the two numbers of a version that matter here.
 * @param {string} text such as `v26.10.0` or `>=24.15`
 * @returns {[major: number, minor: number] | undefined}
 */
export function parseVersion(text) {
  const [, major, minor] = /(\d+)\.(\d+)/.exec(text) ?? [];
  return major && minor ? [Number(major), Number(minor)] : undefined;
}

/**
 * Tells whether a version of Node, if it is one, will do.
 * @param {string} version
 * @param {string} minimum
 * @returns {boolean}
 */
export function isNewEnough(version, minimum) {
  const has = parseVersion(version);
  const needs = parseVersion(minimum);
  if (!has || !needs) return false;
  return has[0] > needs[0] || (has[0] === needs[0] && has[1] >= needs[1]);
}

/** Finds the Node to run everything with: the one that came with the packages, or else the one that runs this. */
export function findNode() {
  const { engines } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  /** @param {string} version */
  const willDo = (version) => isNewEnough(version, engines.node);

  try {
    const packaged = realpathSync(tool('node'));
    // Under npm it usually is the one that runs this: asking would only take time.
    if (packaged === process.execPath && willDo(process.version)) return packaged;
    // One that is there need not run: on Alpine it does not.
    if (willDo(spawnSync(packaged, ['--version'], { encoding: 'utf8' }).stdout ?? '')) return packaged;
  } catch {
    // npm has none for this system.
  }
  if (willDo(process.version)) return process.execPath;
  throw new SetupError(
    `Hobnob needs Node ${engines.node}, of which npm has none for ${process.platform}-${process.arch}, and this is ${process.version}: install a newer one from https://nodejs.org.`,
  );
}
