// Plain Socket.IO that tells everybody what somebody said and does nothing else: no store, no rooms, no checks.
import { randomBytes, randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import { Server } from 'socket.io';

const http = createServer();
const io = new Server(http, {
  serveClient: false,
  transports: ['websocket'],
  allowUpgrades: false,
  perMessageDeflate: false,
});
const author = { id: randomBytes(16).toString('base64url'), name: 'Blue Otter', avatar: 'blue-otter' };
// As long as ours.
const rest = {
  author,
  editedAt: null,
  deleted: false,
  answers: null,
  reactions: [],
  mentions: [],
  pinned: false,
};
let seq = 0;

io.on('connection', (socket) => {
  socket.on('chat:send', ({ text, clientMessageId }, answer) => {
    const said = { id: randomUUID(), seq: ++seq, revision: seq, sentAt: Date.now() };
    io.emit('chat:message', { ...said, ...rest, text, clientMessageId });
    answer({ ok: true, data: said });
  });
});
http.listen(0, '127.0.0.1', () => {
  const address = http.address();
  if (typeof address === 'object' && address) process.send?.(address.port);
});
process.once('disconnect', () => process.exit(0));
