import type { Redis } from './Redis.ts';

/** Does in Redis what nothing else may come in between of. */
export function script(lua: string) {
  return (redis: Redis, key: string, ...args: readonly (string | number)[]): Promise<unknown> =>
    redis.ask('EVAL', lua, '1', key, ...args.map(String));
}
