// The second half of "npm run deploy": has the running supervisor put a new server in the place of the old one.
import { setTimeout as sleep } from 'node:timers/promises';
import { ConfigError, readConfig } from '../config.ts';
import { type HandOver, readLife } from './lifeFile.ts';
import { emptyLimitMs } from './messages.ts';

// Longer than the supervisor gives the old server to empty and the new one for its two steps.
const patienceMs = emptyLimitMs + 80_000;
const pollMs = 50;

/** Whether it went well, and the sentence that says how. */
async function deploy(dataDir: string): Promise<[went: boolean, sentence: string]> {
  const life = readLife(dataDir);
  if (!life) return [false, `No Hobnob runs with its things in ${dataDir}: "npm start" starts one.`];
  if (life.handOver?.state === 'going on')
    return [false, 'Another deploy is going on: try again in a minute.'];
  process.kill(life.pid, 'SIGUSR2');

  const before = life.handOver?.number ?? 0;
  const last = performance.now() + patienceMs;
  while (performance.now() < last) {
    await sleep(pollMs);
    const now = readLife(dataDir);
    if (now?.pid !== life.pid) return [false, 'Hobnob ended meanwhile.'];
    if (now.handOver && now.handOver.number > before && now.handOver.state !== 'going on') {
      return [now.handOver.state === 'done', inWords(now.handOver)];
    }
  }
  return [false, `The supervisor (process ${life.pid}) did not answer.`];
}

function inWords({ state, problem, tookMs = 0, refusedMs }: HandOver): string {
  return state === 'done'
    ? `The new server took over after ${(tookMs / 1000).toFixed(1)} s; changes were refused for ${refusedMs} ms. Everybody is moving.`
    : `The new server did not take over, the old one goes on. ${problem}`;
}

try {
  const [went, sentence] = await deploy(readConfig(process.env).ownDir);
  process.stdout.write(`${sentence}\n`);
  process.exitCode = went ? 0 : 1;
} catch (error) {
  if (!(error instanceof ConfigError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 2;
}
