import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { RoomId } from '../../protocol/ids.ts';
import type { MediaRoom } from '../../server/media/api.ts';
import { MediasoupEngine, type MediasoupEngineOptions } from '../../server/media/MediasoupEngine.ts';
import { workerPids } from './processes.ts';
import { RecordingLog } from './RecordingLog.ts';

/** A room, and the worker it is on. */
export interface OpenedRoom {
  readonly id: RoomId;
  readonly room: MediaRoom;
  readonly pid: number;
}

/** mediasoup's engine, as tests of its workers see it. */
export interface MediaHouse {
  readonly engine: MediasoupEngine;
  readonly log: RecordingLog;
  openRoom(id?: RoomId): Promise<OpenedRoom>;
  /** The workers that a room went on to. */
  spreadTo(id: RoomId): number[];
  /** Waits until so many workers run and are ready. */
  standing(count: number): Promise<void>;
}

/** Starts workers on free ports. */
export async function openMediaHouse(options: Partial<MediasoupEngineOptions> = {}): Promise<MediaHouse> {
  const log = new RecordingLog();
  const engine = await MediasoupEngine.open({ workers: 1, port: 0, announcedAddresses: [], log, ...options });
  return {
    engine,
    log,
    async openRoom(id = RoomId.parse(randomUUID())) {
      const room = await engine.createRoom(id);
      return { id, room, pid: pidsOf(log, 'media room opened', id).at(-1) ?? 0 };
    },
    spreadTo: (id) => pidsOf(log, 'room spread', id),
    async standing(count) {
      const ready = () => workerPids().filter((pid) => pidsOf(log, 'media worker started').includes(pid));
      await expect.poll(() => ready().length, { timeout: 15_000 }).toBe(count);
    },
  };
}

function pidsOf(log: RecordingLog, message: string, id?: RoomId): number[] {
  return log.lines.flatMap((line) => {
    const { pid, roomId }: { pid?: number; roomId?: RoomId } = line.context;
    return line.message === message && roomId === id && pid ? [pid] : [];
  });
}
