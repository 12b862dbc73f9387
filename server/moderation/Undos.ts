import { UndoId, type UserId } from '../../protocol/ids.ts';
import { undoMs } from '../../protocol/reasons.ts';
import { AppError } from '../errors.ts';
import { randomId } from '../rooms/Participant.ts';

interface Undo {
  readonly by: UserId;
  /** Where it was done: it is taken back there, too. */
  readonly where: object;
  readonly revert: () => Promise<void>;
}

/** The answer takes its time to the moderator, and their press takes its own back. */
export const undoableMs = undoMs + 2_000;

/** What can be taken back for a moment, by who did it. It is of the moment: nothing of it is kept. */
export class Undos {
  readonly #undos = new Map<UndoId, Undo>();

  add(by: UserId, where: object, revert: Undo['revert']): UndoId {
    const id = UndoId.parse(randomId());
    this.#undos.set(id, { by, where, revert });
    setTimeout(() => this.#undos.delete(id), undoableMs).unref();
    return id;
  }

  /** Takes back one more thing with what can be taken back already. */
  extend(id: UndoId, revert: Undo['revert']): void {
    const undo = this.#undos.get(id);
    if (!undo) return;
    const both = async () => {
      await undo.revert();
      await revert();
    };
    this.#undos.set(id, { ...undo, revert: both });
  }

  /** Throws `gone` when it is too late, or was somebody else's. */
  async take(by: UserId, where: object, id: UndoId): Promise<void> {
    const undo = this.#undos.get(id);
    if (!undo || undo.by !== by || undo.where !== where) {
      throw new AppError('gone', 'That cannot be taken back any more.');
    }
    this.#undos.delete(id);
    await undo.revert();
  }
}
