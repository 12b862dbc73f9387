// The second half of "npm run drain": has the node of these settings send everybody to the others, then end.
import { setTimeout as sleep } from 'node:timers/promises';
import { ConfigError, readConfig } from '../config.ts';
import { type Draining, readLife } from './lifeFile.ts';
import { drainLimitMs } from './messages.ts';

// The node answers when it knows whether there is anywhere to go; a desk gives its place away first.
const answerMs = 30_000;
const pollMs = 100;

/** Whether it went well, and the sentence that says how. */
async function drain(
  dataDir: string,
  say: (line: string) => void,
): Promise<[went: boolean, sentence: string]> {
  const life = readLife(dataDir);
  if (!life) return [false, `No Hobnob runs with its things in ${dataDir}: there is nothing to drain.`];
  if (life.draining === undefined)
    return [
      false,
      'What runs here was started by an older version, which cannot drain: stop it with SIGTERM.',
    ];
  const before =
    life.draining?.state === 'going on' ? life.draining.number - 1 : (life.draining?.number ?? 0);
  process.kill(life.pid, 'SIGUSR1');
  say(`Everybody goes to the other nodes; this one ends then, or in ${drainLimitMs / 60_000} minutes.`);

  let said = '';
  const last = performance.now() + answerMs;
  for (;;) {
    await sleep(pollMs);
    const now = readLife(dataDir);
    if (now?.pid !== life.pid) return [true, 'This node has ended.'];
    const { draining } = now;
    if (!draining || draining.number <= before) {
      if (performance.now() > last) return [false, `The supervisor (process ${life.pid}) did not answer.`];
    } else if (draining.state === 'refused') return [false, draining.problem ?? ''];
    else if (draining.left) {
      const sentence = inWords(draining.left);
      if (sentence !== said) say(sentence);
      said = sentence;
    }
  }
}

function inWords({ rooms, transports }: NonNullable<Draining['left']>): string {
  return `Left here: ${rooms} ${rooms === 1 ? 'room' : 'rooms'}, ${transports} media connections.`;
}

try {
  const config = readConfig(process.env);
  const say = (line: string) => void process.stdout.write(`${line}\n`);
  const [went, sentence] = config.cluster
    ? await drain(config.ownDir, say)
    : ([
        false,
        'This server is no node (REDIS_URL is not set): there is nowhere to go. "npm run deploy" puts a new server in its place without ending calls.',
      ] as const);
  say(sentence);
  process.exitCode = went ? 0 : 1;
} catch (error) {
  if (!(error instanceof ConfigError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 2;
}
