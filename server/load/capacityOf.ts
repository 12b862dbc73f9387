import type { Capacity } from '../../protocol/capacity.ts';
import type { LoadParts } from './loadParts.ts';

/** What a server does right now, and how much it can do, as those who run the house see it. */
export function capacityOf({
  gauges,
  headroom,
  estimate,
  cpuFullAt,
  mostSockets,
  people,
}: LoadParts): Capacity {
  const { latest } = gauges;
  const { rooms, participants } = people();
  return {
    now: latest && {
      workers: latest.workers.map(({ busy, memory }) => ({ busy, memory })),
      node: latest.nodeBusy,
      machine: latest.machine,
      lagMs: latest.lagMs,
      memory: latest.memory,
      sockets: latest.sockets,
      packetsPerSecond: latest.packetsPerSecond,
      elsewhere: [...latest.media.elsewhere],
    },
    rooms,
    inside: participants,
    mostSockets,
    full: headroom?.full ?? null,
    fullAt: cpuFullAt,
    measured: estimate.measured,
  };
}
