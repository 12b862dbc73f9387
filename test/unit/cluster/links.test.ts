import { EventEmitter, once } from 'node:events';
import { expect, test } from 'vitest';
import { ClusterEngine } from '../../../server/cluster/ClusterEngine.ts';
import { nodeWords } from '../../../server/cluster/hello.ts';
import type { NodeDirectory } from '../../../server/cluster/NodeDirectory.ts';
import { NodeLinks } from '../../../server/NodeLinks.ts';
import { FakeFinder } from '../../support/FakeFinder.ts';
import { FakeMediaEngine } from '../../support/FakeMediaEngine.ts';
import { freePort } from '../../support/freePort.ts';
import { dialAsDesk, nodeSecret, openLendingNode } from '../../support/nodeDoors.ts';
import { RecordingLog } from '../../support/RecordingLog.ts';

test('a desk that took the house back says its new term wherever it comes to', async () => {
  const lender = await openLendingNode();
  const log = new RecordingLog();
  const card = { name: 'lender', ...lender.address, words: nodeWords, draining: false, load: 0 };
  const directory: NodeDirectory = Object.assign(new EventEmitter<{ changed: [] }>(), {
    nodes: [card],
    fresh: true,
  });
  const media = new FakeMediaEngine();
  const place = { redis: '', name: 'desk', address: '127.0.0.1', port: await freePort(), listeners: 10 };
  const links = await NodeLinks.open({
    ...{ cluster: place, secret: nodeSecret, media, directory, finder: new FakeFinder(), process: 'p', log },
    isDraining: () => false,
  });
  const own = { name: 'desk', engine: media, load: () => 0 };
  const engine = new ClusterEngine(own, { listeners: 10, busyAt: 1, log });
  let term = 1;
  links.openHouse({ app: { letIn: () => {} }, engine, term: () => term });
  await expect.poll(() => lender.lending.desk).toBe('desk');
  // One came as far as to be the desk, and gave up.
  const other = await dialAsDesk(lender.address, { term: 2 });
  term = 3;
  const closed = once(other.line, 'closed');
  other.line.close();
  await closed;
  await expect.poll(() => log.at('info').length, { timeout: 5_000 }).toBe(2);
  expect(lender.lending.desk).toBe('desk');
  await links.close();
  await lender.close();
});
