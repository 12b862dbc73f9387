import { EventEmitter } from 'node:events';
import {
  type HouseSettings as Chosen,
  type HouseSettingsChange,
  HouseSettings as Schema,
} from '../../protocol/houseSettings.ts';
import type { UserId } from '../../protocol/ids.ts';
import type { Config } from '../config.ts';
import type { Logger } from '../log.ts';
import { entryOf } from '../moderation/AuditLog.ts';
import type { Store } from '../store/Store.ts';

const megabyte = 1024 * 1024;

/** What admins chose for the house, and where they chose nothing what the machine says. Each change holds at once. */
export class HouseSettings extends EventEmitter<{ changed: [] }> {
  readonly #store: Pick<Store, 'house'>;
  readonly defaults: Chosen;
  /** The limits of files, in bytes, as they are whenever they are read. */
  readonly files: Config['files'];
  #chosen: Partial<Chosen> = {};

  private constructor(store: Pick<Store, 'house'>, config: HouseConfig) {
    super();
    this.#store = store;
    this.defaults = defaultsOf(config);
    this.files = filesOf(() => this.value, config.files.all);
  }

  static async load(store: Pick<Store, 'house'>, config: HouseConfig, log: Logger): Promise<HouseSettings> {
    const settings = new HouseSettings(store, config);
    settings.#chosen = readable(await store.house.settings(), log);
    return settings;
  }

  get value(): Chosen {
    return { ...this.defaults, ...this.#chosen };
  }

  async change(by: UserId, changes: HouseSettingsChange): Promise<void> {
    const named = Object.entries(changes).filter(([, value]) => value !== undefined);
    if (named.length === 0) return;
    const note = named.map(([name, value]) => `${name}: ${value ?? 'default'}`).join(', ');
    await this.#store.house.saveSettings(
      Object.fromEntries(named),
      entryOf({ action: 'houseChanged', by, note }),
    );
    const chosen: Record<string, unknown> = { ...this.#chosen };
    for (const [name, value] of named) {
      if (value === null) delete chosen[name];
      else chosen[name] = value;
    }
    this.#chosen = chosen;
    this.emit('changed');
  }
}

export type HouseConfig = Pick<Config, 'files' | 'roomsOpen' | 'roomCapacity' | 'roomsPerHour' | 'publicUrl'>;

/** A newer server, which has gone again, may have kept what this one does not know: the rest of it still holds. */
function readable(kept: ReadonlyMap<string, unknown>, log: Logger): Partial<Chosen> {
  const chosen: Record<string, unknown> = {};
  for (const [name, value] of kept) {
    const parsed = Schema.shape[name as keyof typeof Schema.shape]?.safeParse(value);
    if (parsed?.success) chosen[name] = parsed.data;
    else log.warn({ setting: name }, 'setting not understood');
  }
  // Whatever it means, somebody did not want everybody to come in.
  return { ...(kept.has('registration') && { registration: 'closed' }), ...chosen };
}

function defaultsOf({ files, roomsOpen, roomCapacity, roomsPerHour }: HouseConfig): Chosen {
  return {
    ...{ registration: 'open', listing: 'auto', roomsOpen, roomCapacity, roomsPerHour },
    fileMegabytes: files.largest / megabyte,
    filesPerPersonMegabytes: files.perPerson / megabyte,
  };
}

function filesOf(value: () => Chosen, all: number): Config['files'] {
  return {
    get largest() {
      return value().fileMegabytes * megabyte;
    },
    get perPerson() {
      return value().filesPerPersonMegabytes * megabyte;
    },
    all,
  };
}
