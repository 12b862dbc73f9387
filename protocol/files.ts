import { z } from 'zod';
import { route } from './define.ts';
import { FileId, RoomId } from './ids.ts';
import { limits } from './limits.ts';
import { line } from './text.ts';

/** What was said, so that it can be seen before it is heard: how long it is, and how loud in each of its parts. */
const Voice = z.strictObject({
  durationMs: z.int().min(1).max(limits.voiceMs),
  peaks: z.array(z.int().min(0).max(100)).length(64),
});

/** A file in a line of chat: `/files/ID`. A picture also has `/files/ID/thumb` and `/files/ID/view`. */
export const ChatFile = z
  .object({
    id: FileId,
    name: z.string(),
    size: z.int().nonnegative(),
    /** By its content; `application/octet-stream` for what is only handed out to be kept. */
    type: z.string(),
    /** How large a picture is shown. */
    picture: z.object({ width: z.int().positive(), height: z.int().positive() }).nullable(),
    /** It is a voice message. */
    voice: Voice.optional(),
  })
  .meta({ id: 'ChatFile' });
export type ChatFile = z.infer<typeof ChatFile>;

/** How much of a file is there. */
export const FileState = z
  .object({
    id: FileId,
    size: z.int().positive(),
    received: z.int().nonnegative(),
    /** Once it is all there and on the disk: what a line can carry. */
    file: ChatFile.nullable(),
  })
  .meta({ id: 'FileState' });
export type FileState = z.infer<typeof FileState>;

const nothing = z.strictObject({});
const oneFile = z.strictObject({ id: FileId });
const ofOwn = { params: oneFile, query: nothing, body: nothing, may: 'guest' } as const;

/** The routes by which files are sent. */
export const fileRoutes = {
  announceFile: route({
    ...ofOwn,
    summary: 'Says which file is to be sent to a room; answered with the id to send it under.',
    method: 'post',
    path: '/files',
    params: nothing,
    body: z.strictObject({
      roomId: RoomId,
      name: line(1, limits.fileName),
      size: z.int().positive(),
      voice: Voice.optional(),
    }),
    output: FileState,
    rate: 'heavy',
  }),
  sendFile: route({
    ...ofOwn,
    summary: 'Sends a part of a file, or all of it, from a place on: the bytes as they are.',
    method: 'put',
    path: '/files/:id',
    query: z.strictObject({ offset: z.coerce.number().int().nonnegative() }),
    streams: true,
    output: FileState,
    rate: 'media',
  }),
  fileState: route({
    ...ofOwn,
    summary: 'How much of a file of yours is there, so that it can go on.',
    method: 'get',
    path: '/files/:id/state',
    output: FileState,
    rate: 'light',
  }),
  dropFile: route({
    ...ofOwn,
    summary: 'Gives up a file of yours that no line carries; nothing of it is kept.',
    method: 'delete',
    path: '/files/:id',
    output: nothing,
    rate: 'light',
  }),
};
