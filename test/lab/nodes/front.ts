// What stands before the nodes of a house, as a proxy of its owner would: passes each connection on, to one of them after
// the other, unless it was not ready when it was asked last.
import { connect, createServer, type Socket } from 'node:net';
import type { Before, Through } from './words.ts';

const askEveryMs = 500;
const patienceMs = 1_000;

const { address, port, nodes } = JSON.parse(process.argv[2] ?? '') as Before;
const ready = new Set<string>();
let turn = 0;
let first: string | undefined;
const visitors = new Set<Socket>();

async function ask(node: string): Promise<void> {
  const signal = AbortSignal.timeout(patienceMs);
  const answer = await fetch(`http://${node}:${port}/readyz`, { signal }).catch(() => null);
  await answer?.arrayBuffer().catch(() => {});
  if (answer?.ok) ready.add(node);
  else ready.delete(node);
  setTimeout(() => void ask(node), askEveryMs);
}

/** Those to try, the one first whose turn it is. */
function candidates(): string[] {
  const some = ready.size > 0 ? nodes.filter((node) => ready.has(node)) : nodes;
  const next = first === undefined ? turn++ % some.length : Math.max(0, some.indexOf(first));
  return [...some.slice(next), ...some.slice(0, next)];
}

function pass(visitor: Socket, [node, ...others]: readonly string[]): void {
  if (node === undefined || visitor.destroyed) {
    visitor.destroy();
    return;
  }
  const line = connect(port, node);
  const patience = setTimeout(() => line.destroy(new Error('It does not answer.')), patienceMs);
  const tryOthers = () => {
    clearTimeout(patience);
    pass(visitor, others);
  };
  line.once('error', tryOthers);
  line.once('connect', () => {
    clearTimeout(patience);
    line.off('error', tryOthers);
    line.on('error', () => visitor.destroy());
    line.once('close', () => visitor.destroy());
    visitor.once('close', () => line.destroy());
    visitor.pipe(line).pipe(visitor);
  });
}

for (const node of nodes) void ask(node);
createServer((visitor) => {
  visitors.add(visitor);
  visitor.once('close', () => visitors.delete(visitor));
  visitor.on('error', () => {});
  pass(visitor, candidates());
}).listen(port, address, () => process.send?.('open'));
process.on('message', ({ node }: Through) => {
  first = node;
  for (const visitor of visitors) visitor.destroy();
});
process.once('disconnect', () => process.exit(0));
