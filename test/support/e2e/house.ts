import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Parts, startApp } from '../../../server/app.ts';
import { readConfig } from '../../../server/config.ts';
import { greeting } from '../../../server/greeting.ts';
import { makeAdminCode } from '../../../server/house/AdminCode.ts';
import { createLogger } from '../../../server/log.ts';
import type { RunningApp } from '../../../server/RunningApp.ts';
import { SqlStore } from '../../../server/store/SqlStore.ts';

/** The real server with its real worker, on a port of its own, over a store in a folder of its own. */
export class House {
  readonly url: string;
  #app: RunningApp;
  readonly #env: Record<string, string>;
  readonly #parts: Partial<Parts>;

  private constructor(app: RunningApp, env: Record<string, string>, parts: Partial<Parts>) {
    this.#app = app;
    this.#env = env;
    this.#parts = parts;
    this.url = `http://localhost:${app.port}`;
  }

  static async open(settings: Record<string, string> = {}, parts: Partial<Parts> = {}): Promise<House> {
    const env = {
      PORT: '0',
      HOST: '127.0.0.1',
      DATA_DIR: mkdtempSync(join(tmpdir(), 'hobnob-e2e-')),
      RTC_PORT: '0',
      RTC_WORKERS: '1',
      RTC_ANNOUNCED_ADDRESS: '127.0.0.1',
      LOG_LEVEL: 'error',
      // Everybody comes from one address here.
      RATE_SCALE: '1000',
      // So is everybody new; what that means has tests of its own.
      NEWCOMER_MINUTES: '0',
      FULL_AT: 'off',
      ...settings,
    };
    return new House(await start(env, parts), env, parts);
  }

  get app(): RunningApp {
    return this.#app;
  }

  get port(): number {
    return this.#app.port;
  }

  /** What the start prints, as long as nobody runs the house with the code. */
  async greeting(): Promise<string> {
    const news = { firstAdmin: await this.#app.firstAdmin(), listing: this.#app.listing() };
    return greeting(readConfig(this.#env), this.port, news, {});
  }

  /** Another code for an admin, as the command of the machine makes one. */
  async makeAdminCode(): Promise<string> {
    const store = await SqlStore.open(readConfig(this.#env).database);
    try {
      return await makeAdminCode(store);
    } finally {
      await store.close();
    }
  }

  /** Nobody answers any more, until `comeBack`. */
  async goDown(): Promise<void> {
    await this.#app.close();
  }

  /** The same house again: same port, same store. */
  async comeBack(): Promise<void> {
    this.#app = await start({ ...this.#env, PORT: String(this.#app.port) }, this.#parts);
  }

  async close(): Promise<void> {
    await this.#app.close();
    rmSync(this.#env.DATA_DIR ?? '', { recursive: true });
  }
}

function start(env: Record<string, string>, parts: Partial<Parts>): Promise<RunningApp> {
  const config = readConfig(env);
  return startApp(config, createLogger(config.logLevel), parts);
}
