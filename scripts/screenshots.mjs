// npm run screenshots: sets up what is missing, then takes a picture of every screen and state into screenshots/.

import { spawnSync } from 'node:child_process';
import { ensureDebianPackages } from './setup/debian.mjs';
import { run } from './setup/run.mjs';
import { setUp } from './setup.mjs';

const { node, env } = await setUp(['chromium', 'worker', 'client']);
// Names and rooms are in Chinese too.
const fonts = spawnSync('fc-list', [':lang=zh'], { encoding: 'utf8' }).stdout ?? '';
if (fonts.trim() === '') {
  await ensureDebianPackages(
    ['fonts-noto-cjk'],
    'Drawing Chinese words',
    'Any font with Chinese characters will do.',
  );
}
const { status } = await run(node, ['test/screenshots/main.ts', ...process.argv.slice(2)], { env });
process.exitCode = status;
