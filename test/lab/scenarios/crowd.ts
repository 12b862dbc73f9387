import { setTimeout as sleep } from 'node:timers/promises';
import type { App, ServeOptions } from '../App.ts';
import { type Company, seat } from '../company.ts';
import type { Host } from '../Host.ts';
import type { Lab } from '../Lab.ts';
import type { Person } from '../Person.ts';

/** Several rooms at one server, whose people share a browser. */
export interface Crowd {
  readonly server: Host;
  readonly app: App;
  readonly companies: readonly Company[];
  readonly people: readonly Person[];
}

const weather = { delayMs: 20 };

/** Has as many people as each number says sit in a room of their own. */
export async function gather(lab: Lab, sizes: readonly number[], options: ServeOptions): Promise<Crowd> {
  const server = await lab.host('server');
  const home = await lab.host('home');
  await lab.link(home, server, weather);
  const app = await lab.serve(server, options);
  const companies: Company[] = [];
  for (const [room, size] of sizes.entries()) {
    const names = Array.from({ length: size }, (_, index) => `Guest ${room}-${index}`);
    companies.push(await seat(await Promise.all(names.map((name) => lab.visit(home, name)))));
  }
  // Bringing them all together was work: what is measured begins when that is over.
  await sleep(2_000);
  return { server, app, companies, people: companies.flatMap(({ people }) => people) };
}
