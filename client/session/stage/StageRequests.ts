import type { ParticipantId } from '../../../protocol/ids.ts';
import type { RequestInput } from '../../../protocol/index.ts';
import type { Stamp } from '../../../protocol/lines.ts';
import type { SignalingClient } from '../SignalingClient.ts';

/** What is asked of the stage. Each rejects with a `RequestError`; what comes of it is told to all. */
export class StageRequests {
  readonly #signaling: SignalingClient;

  constructor(signaling: SignalingClient) {
    this.#signaling = signaling;
  }

  async set(changes: RequestInput<'stage:set'>): Promise<void> {
    await this.#signaling.request('stage:set', changes);
  }

  async invite(participantId: ParticipantId): Promise<void> {
    await this.#signaling.request('stage:invite', { participantId });
  }

  async answer(accept: boolean): Promise<void> {
    await this.#signaling.request('stage:answer', { accept });
  }

  async stepUp(): Promise<void> {
    await this.#signaling.request('stage:stepUp', {});
  }

  async stepDown(): Promise<void> {
    await this.#signaling.request('stage:stepDown', {});
  }

  async moveDown(participantId: ParticipantId): Promise<void> {
    await this.#signaling.request('stage:moveDown', { participantId });
  }

  async lowerHands(): Promise<void> {
    await this.#signaling.request('stage:lowerHands', {});
  }

  async extendTurn(): Promise<void> {
    await this.#signaling.request('stage:extendTurn', {});
  }

  async skipTurn(): Promise<void> {
    await this.#signaling.request('stage:skipTurn', {});
  }

  async passTurn(): Promise<void> {
    await this.#signaling.request('stage:passTurn', {});
  }

  async closeDoors(): Promise<void> {
    await this.#signaling.request('stage:closeDoors', {});
  }

  async goLive(): Promise<void> {
    await this.#signaling.request('stage:goLive', {});
  }

  async end(): Promise<void> {
    await this.#signaling.request('stage:end', {});
  }

  async react(stamp: Stamp): Promise<void> {
    await this.#signaling.request('reaction:send', { stamp });
  }
}
