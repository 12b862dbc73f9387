import type { RoomId } from '../../protocol/ids.ts';

/**
 * Gathers what is said in a room in which many read: the first line is told at once, those that come right after it
 * together, as each telling is a write for everybody.
 */
export class LineBatches<Line> {
  readonly #intervalMs: number;
  readonly #tell: (roomId: RoomId, messages: readonly Line[]) => void;
  /** What waits in the rooms in which something was told a moment ago. */
  readonly #resting = new Map<RoomId, Line[]>();

  constructor(intervalMs: number, tell: (roomId: RoomId, messages: readonly Line[]) => void) {
    this.#intervalMs = intervalMs;
    this.#tell = tell;
  }

  add(roomId: RoomId, message: Line): void {
    const waiting = this.#resting.get(roomId);
    if (waiting) {
      waiting.push(message);
      return;
    }
    this.#rest(roomId);
    this.#tell(roomId, [message]);
  }

  /** Tells what waits, before something is told that comes after it. */
  flush(roomId: RoomId): void {
    const waiting = this.#resting.get(roomId)?.splice(0) ?? [];
    if (waiting.length > 0) this.#tell(roomId, waiting);
  }

  #rest(roomId: RoomId): void {
    const waiting: Line[] = [];
    this.#resting.set(roomId, waiting);
    setTimeout(() => {
      this.#resting.delete(roomId);
      if (waiting.length === 0) return;
      this.#rest(roomId);
      this.#tell(roomId, waiting);
    }, this.#intervalMs).unref();
  }
}
