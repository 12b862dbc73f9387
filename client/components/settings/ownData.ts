import type { Belongings } from '../../../protocol/belongings.ts';
import type { RouteOutput } from '../../../protocol/rest.ts';
import { ask } from '../../api.ts';
import { forgetHome } from '../../session/homeCache.ts';

interface OwnData extends Belongings {
  readonly lines: RouteOutput<'writtenLines'>['lines'];
}

/** Everything that the server keeps of oneself. Rejects with a `RequestError`. */
export async function collectOwn(): Promise<OwnData> {
  const belongings = await ask<'belongings'>('/me/belongings');
  const lines: OwnData['lines'] = [];
  let more = true;
  while (more) {
    const last = lines.at(-1);
    const page = await ask<'writtenLines'>('/me/lines', {
      query: { roomId: last?.roomId, seq: last?.seq },
    });
    lines.push(...page.lines);
    more = page.more;
  }
  return { ...belongings, lines };
}

/** Hands something to the browser to be saved as a file. */
export function saveAs(name: string, data: unknown): void {
  const url = URL.createObjectURL(new Blob([JSON.stringify(data, null, 2)], { type: 'application/json' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The browser has taken it by then.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

/** What this browser remembers of oneself: the home as it was, drafts, rooms, looks. */
export function forgetOwn(): void {
  forgetHome();
  try {
    for (const storage of [localStorage, sessionStorage]) storage.clear();
  } catch {
    // Nothing was kept.
  }
}
