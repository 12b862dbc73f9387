import { setTimeout as sleep } from 'node:timers/promises';
import type { Io } from './announce.ts';

// How the clients spread over the time in which they move, and how long they may then take.
const perClientMs = 5;
const longestSpreadMs = 10_000;
const movePatienceMs = 15_000;
const movePollMs = 100;

/** Sends everybody to the server that took over; resolves when they have left, or have had time enough to. */
export async function moveClients(io: Io): Promise<void> {
  const withinMs = Math.min(longestSpreadMs, perClientMs * io.engine.clientsCount);
  io.emit('server:moving', { withinMs });
  const last = performance.now() + withinMs + movePatienceMs;
  while (io.engine.clientsCount > 0 && performance.now() < last) await sleep(movePollMs);
}
