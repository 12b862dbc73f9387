import type { UserId } from '../../protocol/ids.ts';
import type { Tracer } from '../accounts/deviceCookie.ts';
import type { Comer } from '../moderation/traces.ts';
import type { Call } from './bindRoutes.ts';

/** Who asks over HTTP, as rules know them again; nobody we know has an id that nobody has. */
export function comerOf(
  tracer: Tracer,
  { cookies, address, identity }: Pick<Call<'me'>, 'cookies' | 'address' | 'identity'>,
): Comer {
  const userId = identity?.id ?? ('' as UserId);
  return { ...tracer.of(cookies, address), userId, guest: !identity?.loginId };
}
