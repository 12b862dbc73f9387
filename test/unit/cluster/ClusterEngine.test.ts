import { expect, test } from 'vitest';
import { ClusterEngine } from '../../../server/cluster/ClusterEngine.ts';
import { FakeMediaEngine } from '../../support/FakeMediaEngine.ts';
import { RecordingLog } from '../../support/RecordingLog.ts';

test('how busy the other machines are is told beside what this one uses, as long as they lend their workers', async () => {
  const own = { name: 'own', engine: new FakeMediaEngine(), load: () => 0.9 };
  const cluster = new ClusterEngine(own, { listeners: 32, log: new RecordingLog() });
  expect(await cluster.usage()).toEqual(await own.engine.usage());
  const south = { name: 'south', engine: new FakeMediaEngine(), load: () => 0.2 };
  const leave = cluster.add(south);
  expect(await cluster.usage()).toEqual({
    ...(await own.engine.usage()),
    elsewhere: [{ name: 'south', busy: 0.2 }],
  });
  leave();
  expect((await cluster.usage()).elsewhere).toEqual([]);
});
