import { createHash } from 'node:crypto';
import { existsSync, globSync, readFileSync, statSync } from 'node:fs';
import { extname, join, sep } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, gzip } from 'node:zlib';
import type { Request, Response } from 'express';
import { headMark } from './head.ts';
import type { ClientFiles } from './parts.ts';

type Encoding = 'br' | 'gzip' | 'identity';

interface File {
  readonly content: Buffer;
  readonly type: string;
  readonly etag: string;
  /** Each form is made when it is first asked for. */
  readonly encoded: Partial<Record<Encoding, Promise<Buffer>>>;
}

const types: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.mp3': 'audio/mpeg',
  '.ogg': 'audio/ogg',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.wav': 'audio/wav',
  '.webmanifest': 'application/manifest+json',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
};
const shrinking = new Set(['.css', '.html', '.ico', '.js', '.json', '.svg', '.txt', '.wasm', '.webmanifest']);

const encoders: Readonly<Record<Encoding, (content: Buffer) => Promise<Buffer>>> = {
  br: promisify(brotliCompress),
  gzip: promisify(gzip),
  identity: async (content) => content,
};

/**
 * Reads the built client into memory. What is asked for is looked up among these files and never becomes a path,
 * so nothing else can be reached.
 */
export function readClientFiles(folder: string): ClientFiles {
  if (!existsSync(join(folder, 'index.html'))) {
    throw new Error(`There is no built client in ${folder}: run "npm run build" first.`);
  }
  const files = new Map<string, File>();
  for (const name of globSync('**/*', { cwd: folder })) {
    const path = join(folder, name);
    if (statSync(path).isFile()) files.set(`/${name.split(sep).join('/')}`, read(path));
  }
  const index = String(files.get('/index.html')?.content);
  files.delete('/index.html');
  if (!index.includes(headMark)) throw new Error(`${folder}/index.html lacks ${headMark}.`);

  return {
    index: async () => index,
    async serve(request, response, next) {
      const file = files.get(request.path);
      if (file && (request.method === 'GET' || request.method === 'HEAD')) {
        await send(file, request, response);
      } else if (request.path.startsWith('/assets/')) {
        response
          .status(404)
          .type('text/plain')
          .set('Cache-Control', 'no-store')
          .send('There is no such file.');
      } else next();
    },
  };
}

function read(path: string): File {
  const content = readFileSync(path);
  const etag = `"${createHash('sha256').update(content).digest('base64url').slice(0, 22)}"`;
  return { content, etag, type: types[extname(path)] ?? 'application/octet-stream', encoded: {} };
}

async function send(file: File, request: Request, response: Response): Promise<void> {
  const shrinks = shrinking.has(extname(request.path));
  const wanted = shrinks ? request.acceptsEncodings('br', 'gzip', 'identity') : 'identity';
  const encoding = wanted === 'br' || wanted === 'gzip' ? wanted : 'identity';
  file.encoded[encoding] ??= encoders[encoding](file.content);
  // Names in `assets` carry a hash of the content: another content has another name.
  const lasting = request.path.startsWith('/assets/');
  response.set({
    'Content-Type': file.type,
    'Cache-Control': lasting ? 'public, max-age=31536000, immutable' : 'no-cache',
    ETag: encoding === 'identity' ? file.etag : `${file.etag.slice(0, -1)}-${encoding}"`,
    ...(shrinks && { Vary: 'Accept-Encoding' }),
    ...(encoding !== 'identity' && { 'Content-Encoding': encoding }),
  });
  response.send(await file.encoded[encoding]);
}
