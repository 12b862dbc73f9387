import type { Postgres } from '../../support/Postgres.ts';
import type { Line } from '../chat/words.ts';
import type { Host } from '../Host.ts';

// Beside every change PostgreSQL writes down itself from where it came, and which number the fence had then.
const watching = `
create schema lab;
create table lab.written (at bigserial primary key, node inet, fence bigint);
create function lab.note() returns trigger language plpgsql as $$
begin
  insert into lab.written (node, fence) select inet_client_addr(), number from public.fence;
  return null;
end $$;
do $$
declare name text;
begin
  for name in select tablename from pg_tables where schemaname = 'public' loop
    execute format(
      'create trigger lab_note after insert or update or delete on public.%I for each statement execute function lab.note()',
      name
    );
  end loop;
end $$`;

/** Changes since an entry that came from two nodes under one number of the fence, or under a number of before. */
const wrongly = (since: number) => `
with written as (
  select node, fence, first_value(node) over (partition by fence order by at) as owner, max(fence) over (order by at) as last
  from lab.written
  where at > ${since}
)
select count(*) filter (where node <> owner or fence < last), count(distinct node), count(distinct fence), count(*) from written`;

/** What nodes wrote since a moment. */
export interface Written {
  /** How many changes were made by a node that was not the desk, as far as PostgreSQL knows it. */
  readonly wrongly: number;
  readonly nodes: number;
  readonly desks: number;
  readonly changes: number;
}

/** What PostgreSQL has, asked where it runs. */
export class Records {
  readonly #host: Host;
  readonly #address: string;

  constructor(host: Host, postgres: Postgres) {
    this.#host = host;
    this.#address = postgres.address('postgres');
  }

  /** From now on every change is written down with its origin. */
  async watch(): Promise<void> {
    await this.#ask(watching);
  }

  /** The last change so far. */
  async last(): Promise<number> {
    return Number(await this.#ask('select coalesce(max(at), 0) from lab.written'));
  }

  async writtenSince(entry: number): Promise<Written> {
    const numbers = (await this.#ask(wrongly(entry))).split('|').map(Number);
    const [wrong = Number.NaN, nodes = 0, desks = 0, changes = 0] = numbers;
    return { wrongly: wrong, nodes, desks, changes };
  }

  /** The lines of a room as they are stored, in their order. */
  async lines(slug: string): Promise<Line[]> {
    const stored = await this.#ask(
      `select seq, client_message_id from message where room_id = (select id from room where slug = '${slug}') order by seq`,
    );
    return stored
      .split('\n')
      .filter(Boolean)
      .map((line) => {
        const [seq, id = ''] = line.split('|');
        return { seq: Number(seq), id };
      });
  }

  async #ask(sql: string): Promise<string> {
    const asked = ['--no-psqlrc', '-v', 'ON_ERROR_STOP=1', '-tA', '-c', sql, this.#address];
    return (await this.#host.command('psql', ...asked)).trim();
  }
}
