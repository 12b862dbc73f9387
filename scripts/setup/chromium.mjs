import { ensureDebianPackages } from './debian.mjs';
import { findProgram, isExecutable } from './programs.mjs';
import { SetupError } from './project.mjs';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const macPaths = [
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/**
 * Finds a Chromium or Chrome that is installed.
 * @param {string} [path] the folders to look in, as in PATH
 * @returns {string | undefined}
 */
export function findChromium(path = process.env.PATH ?? '') {
  for (const name of names) {
    const found = findProgram(name, path);
    if (found) return found;
  }
  return macPaths.find(isExecutable);
}

/**
 * Finds the browser for the tests, and installs it where there is none.
 * @returns {Promise<string>}
 */
export async function ensureChromium() {
  const own = process.env.CHROMIUM;
  if (own) {
    if (isExecutable(own)) return own;
    throw new SetupError(`The browser that CHROMIUM names cannot be run: ${own}`);
  }
  const otherwise = 'Install Chromium or Chrome, or name it in CHROMIUM.';
  if (!findChromium()) await ensureDebianPackages(['chromium'], 'The browser for the tests', otherwise);

  const found = findChromium();
  if (found) return found;
  throw new SetupError(`The tests need a browser, and none was found. ${otherwise}`);
}
