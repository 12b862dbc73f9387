import { setTimeout as sleep } from 'node:timers/promises';
import { judge } from '../chat/history.ts';
import { Writer } from '../chat/Writer.ts';
import { type Company, hearEachOther, seat } from '../company.ts';
import type { Host } from '../Host.ts';
import type { Lab } from '../Lab.ts';
import type { Person } from '../Person.ts';
import { type LabNode, TwoNodes } from './TwoNodes.ts';

const writers = 3;
const writeEveryMs = 100;
// Nodes say each second what they have to do: the next room is opened when both know of this one.
const readingMs = 3_000;
const patienceMs = 10_000;

/** What came of a chat, and of who wrote it down. */
export interface ChatVerdict {
  readonly lost: number;
  readonly twice: number;
  readonly disordered: number;
  /** Changes by a node that was not the desk. */
  readonly two: number;
}

/** A chat that goes on meanwhile. */
export interface Chatting {
  /** Resolves when it is over. */
  end(): Promise<ChatVerdict>;
  /** The longest time since a moment in which no line of some writer was acknowledged. */
  longestPause(since: number): number;
}

/** People at the doors of two nodes: a stage that has listeners on both, and rooms that have their media on one. */
export class Evening {
  readonly nodes: TwoNodes;
  readonly #lab: Lab;
  readonly #home: Host;
  readonly #audience: readonly Person[];
  readonly #pairs: readonly (readonly Person[])[];
  #stage: Company | undefined;
  #rooms: readonly Company[] = [];

  private constructor(
    lab: Lab,
    { nodes, home, people }: { nodes: TwoNodes; home: Host; people: readonly Person[] },
  ) {
    this.#lab = lab;
    this.nodes = nodes;
    this.#home = home;
    this.#audience = people.slice(0, 4);
    this.#pairs = [people.slice(4, 6), people.slice(6, 8)];
  }

  static async open(lab: Lab): Promise<Evening> {
    const nodes = await TwoNodes.open(lab);
    try {
      const home = await lab.host('home');
      await lab.link(home, nodes.street, { delayMs: 20 });
      const people: Person[] = [];
      for (const name of ['Host', 'Ana', 'Bo', 'Cy', 'Dora', 'Eli', 'Fay', 'Gus'])
        people.push(await lab.visit(home, name));
      return new Evening(lab, { nodes, home, people });
    } catch (error) {
      await nodes.close();
      throw error;
    }
  }

  get brief(): boolean {
    return this.#lab.brief;
  }

  get stage(): Company {
    if (!this.#stage) throw new Error('Nobody is seated.');
    return this.#stage;
  }

  /** The rooms whose media is on one node. */
  get rooms(): readonly Company[] {
    return this.#rooms;
  }

  get companies(): readonly Company[] {
    return [this.stage, ...this.#rooms];
  }

  get people(): readonly Person[] {
    return this.companies.flatMap(({ people }) => people);
  }

  /** Everybody sits down in a new room: the stage first, then each pair where there is least to do. */
  async begin(): Promise<void> {
    await this.nodes.settled();
    await Promise.all(this.#everybody.map((person) => person.goTo('/')));
    this.#stage = await this.#openStage();
    const rooms: Company[] = [];
    for (const pair of this.#pairs) {
      await sleep(readingMs);
      rooms.push(await seat(pair));
    }
    this.#rooms = rooms;
    // Bringing them all together was work: what is measured begins when that is over.
    await sleep(2_000);
  }

  /** Everybody comes back to their seat, by this node. */
  async comeBy(node: LabNode): Promise<void> {
    const before = new Map(this.people.map((person) => [person, person.snapshots.length]));
    this.nodes.lead(node);
    for (const [person, count] of before)
      for (const end = Date.now() + patienceMs; person.snapshots.length === count; await sleep(50))
        if (Date.now() > end) throw new Error(`${person.name} did not come back.`);
  }

  /** Those who exchange media with a node. */
  async companiesOn(node: LabNode): Promise<Company[]> {
    const there = await Promise.all(
      this.companies.map(async (company) => (await nodesOf(company)).has(node.host.address)),
    );
    return this.companies.filter((_, index) => there[index]);
  }

  /** Some write into a room from now on, and keep at each line until it is acknowledged. */
  async chat(): Promise<Chatting> {
    const last = await this.nodes.records.last();
    const people: Writer[] = [];
    for (let index = 0; index < writers; index++) {
      const writing = { url: this.#lab.url, name: `Writer ${index}`, slug: people[0]?.slug ?? null };
      people.push(await Writer.enter(this.#home, writing));
    }
    const written = Promise.all(people.map((person) => person.write(Number.MAX_SAFE_INTEGER, writeEveryMs)));
    written.catch(() => {});
    return {
      end: async () => {
        for (const person of people) person.stop();
        await written;
        const shown = await Promise.all(people.map((person) => person.shown()));
        const stored = await this.nodes.records.lines(people[0]?.slug ?? '');
        const acknowledged = people.flatMap((person) => person.acknowledged);
        for (const person of people) person.close();
        const { wrongly, changes } = await this.nodes.records.writtenSince(last);
        // Where nothing was written down nothing is proved.
        const two = changes < acknowledged.length ? Number.POSITIVE_INFINITY : wrongly;
        return { ...judge({ acknowledged, stored, shown }), two };
      },
      longestPause: (since) =>
        Math.max(...people.map(({ acknowledgedAt }) => longestPause(acknowledgedAt, since))),
    };
  }

  async close(): Promise<void> {
    await this.nodes.close();
  }

  get #everybody(): readonly Person[] {
    return [...this.#audience, ...this.#pairs.flat()];
  }

  /** One of them speaks. The first listeners sit where the room is at home, so the others do not. */
  async #openStage(): Promise<Company> {
    const people = this.#audience;
    const [host, first, ...others] = people;
    if (!host || !first) throw new Error('Too few people came.');
    const room = await host.makeRoom({ mode: 'stage' });
    await host.takeSeat(room);
    await first.takeSeat(room, { speaks: false });
    await sleep(readingMs);
    for (const person of others) await person.takeSeat(room, { speaks: false });
    const company = { room, people, speakers: [host] };
    await hearEachOther(company);
    return company;
  }
}

/** The addresses of the nodes with which people of a room exchange media. */
export async function nodesOf({ people }: Company): Promise<ReadonlySet<string>> {
  const each = await Promise.all(people.map((person) => person.mediaAddresses()));
  return new Set(each.flatMap((addresses) => [...addresses]));
}

function longestPause(moments: readonly number[], since: number): number {
  const later = moments.filter((at) => at >= since);
  return Math.max(0, ...later.map((at, index) => at - (later[index - 1] ?? since)));
}
