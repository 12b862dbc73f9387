import type { RoomInfo } from '../../protocol/room.ts';
import type { HeldKey } from './HoldToTalk.svelte.ts';
import type { LocalMedia } from './LocalMedia.svelte.ts';
import type { OwnTracks } from './OwnTracks.svelte.ts';

// After so long away, an open microphone would be a surprise.
const openMicrophoneMs = 120_000;

/**
 * When the own microphone may be open in a room: why it is muted, and whether it opens only while something is held,
 * as one wishes or as the room has it for everybody. That is kept here: the server cannot know of a key.
 */
export class Speaking {
  /** The host who muted us, until we speak again. */
  mutedBy = $state<string | null>(null);
  /** Muted because we were away for long, until we speak again. */
  mutedAway = $state(false);
  /** In this room everybody holds. */
  everybodyHolds = $state(false);
  readonly #own: OwnTracks;
  readonly #local: LocalMedia;
  #held = false;

  constructor(own: OwnTracks, local: LocalMedia) {
    this.#own = own;
    this.#local = local;
  }

  /** The microphone opens only while something is held. */
  get holdOnly(): boolean {
    return this.everybodyHolds || this.#local.hold.wanted;
  }

  /** What is held beside the button. */
  get key(): HeldKey {
    return this.#local.hold.key;
  }

  /**
   * Opens the microphone or mutes it; `held`: for as long as something is held. Where one has to hold, nothing else
   * opens it. Rejects with a `DeviceProblem` or a `RequestError`.
   */
  async set(on: boolean, held = false): Promise<void> {
    if (on && this.holdOnly && !held) return;
    this.#held = on && held;
    if (on) {
      this.mutedBy = null;
      this.mutedAway = false;
    }
    await this.#own.setMicrophone(on);
  }

  /** Wishes to talk only while holding, or no longer. */
  want(hold: boolean): void {
    this.#local.hold.want(hold);
    this.#keepRule();
  }

  /** The room as it is now: on the way in, on each way back, and when it has changed. */
  follow({ pushToTalk, music, mode }: Pick<RoomInfo, 'pushToTalk' | 'music' | 'mode'>): void {
    this.everybodyHolds = pushToTalk;
    this.#keepRule();
    this.#local.treatment.toMany = mode === 'stage';
    this.#own.voice.follow(music).catch(() => {
      // A device that is gone tells of itself.
    });
  }

  hushedBy(name: string): void {
    this.mutedBy = name;
    this.#own.hush();
  }

  /** Back after so long. */
  wasAway(awayMs: number): void {
    if (awayMs < openMicrophoneMs || this.#own.microphone !== 'on') return;
    this.mutedAway = true;
    this.#mute();
  }

  /** The stay is over; what the room wished is no more. */
  close(): void {
    this.#local.treatment.follow(false);
    this.#local.treatment.toMany = false;
  }

  /** Whatever is open, or about to be, without being held. */
  #keepRule(): void {
    if (this.holdOnly && !this.#held) this.#mute();
  }

  #mute(): void {
    this.#own.setMicrophone(false).catch(() => {
      // Silent in the browser already.
    });
  }
}
