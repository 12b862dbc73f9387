import type { Answer } from '../../protocol/errors.ts';
import type { ChatFile, FileState } from '../../protocol/files.ts';
import type { ClientMessageId, FileId, RoomId } from '../../protocol/ids.ts';
import type { Client } from './Client.ts';

const headers = ({ url, cookie }: Client) => ({ origin: url, cookie: cookie ?? '', connection: 'close' });

/** Says that a file is coming. */
export function announce(
  client: Client,
  roomId: RoomId,
  size: number,
  name = 'notes.txt',
): Promise<FileState> {
  return client.ask('POST', '/files', { roomId, name, size });
}

/** Sends bytes of a file; whatever is answered. */
export async function sendPart(
  client: Client,
  id: FileId,
  bytes: Uint8Array,
  offset = 0,
  more: Record<string, string> = {},
): Promise<Answer<FileState>> {
  const response = await fetch(`${client.url}/api/files/${id}?offset=${offset}`, {
    method: 'PUT',
    headers: { ...headers(client), ...more },
    body: new Uint8Array(bytes),
  });
  return (await response.json()) as Answer<FileState>;
}

/** Sends all of a file. */
export async function sendFile(
  client: Client,
  roomId: RoomId,
  bytes: Uint8Array,
  name?: string,
): Promise<ChatFile> {
  const { id } = await announce(client, roomId, bytes.length, name);
  const answer = await sendPart(client, id, bytes);
  if (!answer.ok || !answer.data.file) throw new Error(JSON.stringify(answer));
  return answer.data.file;
}

/** Says a line that carries files. */
export function sayFiles(client: Client, files: readonly FileId[], text = '') {
  const clientMessageId = crypto.randomUUID() as ClientMessageId;
  return client.request('chat:send', { clientMessageId, text, files: [...files] });
}

/** Asks for a file, or a part of it, as somebody. */
export function fetchFile(
  client: Client,
  path: string,
  more: Record<string, string> = {},
): Promise<Response> {
  return fetch(`${client.url}/files/${path}`, { headers: { ...headers(client), ...more } });
}
