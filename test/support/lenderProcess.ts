import { argv, exit, stdin, stdout } from 'node:process';
import { Lending } from '../../server/cluster/Lending.ts';
import { NodeDoor } from '../../server/cluster/NodeDoor.ts';
import { FakeMediaEngine } from './FakeMediaEngine.ts';
import { RecordingLog } from './RecordingLog.ts';

// A process that lends workers which forward nothing, and says at which port: one that tests stop and kill.
const [name = 'lender', port = '0', secret = ''] = argv.slice(2);
const log = new RecordingLog();
const door = await NodeDoor.open({
  host: '127.0.0.1',
  port: Number(port),
  secret: Buffer.from(secret, 'hex'),
  log,
});
const lending = new Lending({ name, engine: new FakeMediaEngine(), log });
door.receive('media', (socket) => lending.receive(socket));
stdout.write(`${door.port}\n`);
// Whoever started it is gone.
stdin.on('end', () => exit()).resume();
