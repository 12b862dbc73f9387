import type { Answer } from '../../../protocol/errors.ts';
import type { FileState } from '../../../protocol/files.ts';
import type { FileId } from '../../../protocol/ids.ts';
import type { RouteBodyInput } from '../../../protocol/rest.ts';
import { RequestError } from '../RequestError.ts';

/** The ways a file goes to the server. All reject with a `RequestError`. */
export interface Transfer {
  announce(about: RouteBodyInput<'announceFile'>): Promise<FileState>;
  state(id: FileId): Promise<FileState>;
  /** `onprogress` hears how much of the part has left. */
  send(
    id: FileId,
    offset: number,
    part: Blob,
    signal: AbortSignal,
    onprogress: (bytes: number) => void,
  ): Promise<FileState>;
  drop(id: FileId): Promise<void>;
}

async function ask(path: string, init: RequestInit = {}): Promise<FileState> {
  try {
    const response = await fetch(`/api/files${path}`, init);
    return read((await response.json()) as Answer<FileState>);
  } catch (error) {
    throw error instanceof RequestError ? error : new RequestError('unreachable', String(error));
  }
}

function read(answer: Answer<FileState>): FileState {
  if (!answer.ok) throw RequestError.from(answer.error);
  return answer.data;
}

/** Over HTTP, to the server the page is from. */
export const transfer: Transfer = {
  announce: (about) =>
    ask('', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(about),
    }),

  state: (id) => ask(`/${id}/state`),

  // What has left is told by nothing but this old way.
  send: (id, offset, part, signal, onprogress) =>
    new Promise((resolve, reject) => {
      const request = new XMLHttpRequest();
      const cut = () => reject(new RequestError('unreachable', 'The line was cut.'));
      request.upload.onprogress = ({ loaded }) => onprogress(loaded);
      request.onerror = cut;
      request.onabort = cut;
      request.onload = () => {
        try {
          resolve(read(JSON.parse(request.responseText) as Answer<FileState>));
        } catch (error) {
          reject(error instanceof RequestError ? error : new RequestError('unreachable', String(error)));
        }
      };
      if (signal.aborted) return cut();
      signal.addEventListener('abort', () => request.abort(), { once: true });
      request.open('PUT', `/api/files/${id}?offset=${offset}`);
      request.setRequestHeader('content-type', 'application/octet-stream');
      request.send(part);
    }),

  drop: async (id) => {
    await ask(`/${id}`, { method: 'DELETE' });
  },
};
