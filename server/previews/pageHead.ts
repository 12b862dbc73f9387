import { Parser } from 'htmlparser2';
import { line } from '../../protocol/text.ts';

/** What a page says of itself. */
export interface PageHead {
  readonly title: string;
  readonly description: string;
  readonly site: string;
  /** Where its picture is. */
  readonly picture: URL | null;
}

const most = { title: 120, description: 240, site: 60 };
// Of the beginning of a page, which says in what characters the rest is written.
const charsetWithin = 1024;

/** Reads the head of a page, from as much of it as is here; null for one that says nothing of itself. */
export function readHead(body: Buffer, contentType: string, url: URL): PageHead | null {
  const metas = new Map<string, string>();
  let title = '';
  let inTitle = false;
  const parser = new Parser({
    onopentag(name, { property, name: called, content }) {
      inTitle = name === 'title' && title === '';
      const key = (property ?? called)?.toLowerCase();
      if (name === 'meta' && key && content && !metas.has(key)) metas.set(key, content);
    },
    ontext(text) {
      if (inTitle && title.length < 1_000) title += text;
    },
    onclosetag() {
      inTitle = false;
    },
  });
  parser.end(textOf(body, contentType));
  const first = (...keys: string[]) => keys.map((key) => metas.get(key)).find((value) => value?.trim()) ?? '';
  const head = {
    title: tidy(first('og:title', 'twitter:title') || title, most.title),
    description: tidy(first('og:description', 'twitter:description', 'description'), most.description),
    site: tidy(first('og:site_name'), most.site) || url.hostname,
  };
  const picture = first('og:image:secure_url', 'og:image', 'twitter:image');
  if (head.title === '') return null;
  return { ...head, picture: picture && URL.canParse(picture, url) ? new URL(picture, url) : null };
}

function textOf(body: Buffer, contentType: string): string {
  const said = /charset=["']?([\w-]+)/i;
  const charset = (said.exec(contentType) ?? said.exec(body.toString('latin1', 0, charsetWithin)))?.[1];
  try {
    return new TextDecoder(charset ?? 'utf-8').decode(body);
  } catch {
    return body.toString('utf8');
  }
}

/** One line without what turns or hides text, cut where it is too long. */
function tidy(text: string, length: number): string {
  const folded = text
    .slice(0, length * 8)
    .replaceAll(/\s+/g, ' ')
    .trim()
    .toWellFormed();
  const characters = [...folded];
  const cut = characters.length > length ? `${characters.slice(0, length - 1).join('')}…` : folded;
  return line(0, length).safeParse(cut).data ?? '';
}
