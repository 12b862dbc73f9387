import { SvelteSet } from 'svelte/reactivity';
import { browserFamily } from '../../browserFamily.ts';
import { sentenceFor } from '../../problems.ts';
import { type DeviceKind, DeviceProblem } from '../../session/DeviceProblem.ts';
import type { Hearing } from '../../session/Hearing.svelte.ts';
import type { RoomSession } from '../../session/RoomSession.svelte.ts';
import type { Treatment } from '../../session/VoiceTreatment.svelte.ts';
import { t } from '../../words.svelte.ts';
import { keyWords } from '../devices/keyWords.ts';
import { PushToTalk } from './PushToTalk.ts';
import { firstTab, type PanelTab } from './panelTabs.ts';

/** What the controls do, with what went wrong said in words and kept in sight until it is solved. */
export class CallActions {
  /** What is being opened or closed: the browser may be asking. */
  readonly busy = new SvelteSet<DeviceKind>();
  problem = $state.raw<DeviceProblem | null>(null);
  /** The figures of the connection are looked at. */
  connectionShown = $state(false);
  /** Whether the stage is to end for everybody is asked. */
  endingStage = $state(false);
  /** All about the own sound is looked at. */
  soundShown = $state(false);
  /** What is held to talk. */
  readonly push: PushToTalk;
  readonly #call: RoomSession;
  readonly #tell: (sentence: string) => void;

  constructor(call: RoomSession, tell: (sentence: string) => void) {
    this.#call = call;
    this.#tell = tell;
    this.push = new PushToTalk({
      code: () => call.speaking.key.code,
      only: () => call.speaking.holdOnly,
      open: () => call.own.microphone === 'on' || !call.media.current,
      begin: () => void this.#talk(),
      // Does not wait for what is busy: silent is silent at once.
      end: () => call.speaking.set(false).catch(() => {}),
    });
  }

  /** What the panel shows first. */
  get firstTab(): PanelTab {
    return firstTab(this.#call.stage);
  }

  async toggleMicrophone(): Promise<void> {
    const { own, speaking } = this.#call;
    const on = own.microphone !== 'on';
    if (on && speaking.holdOnly) {
      const key = keyWords(speaking.key);
      this.#tell(t(speaking.everybodyHolds ? 'everybodyHolds' : 'holdInstead', { key }));
      return;
    }
    await this.#do('microphone', () => speaking.set(on));
  }

  async toggleCamera(): Promise<void> {
    await this.#do('camera', () => this.#call.own.setCamera(this.#call.own.camera === null));
  }

  async toggleScreen(): Promise<void> {
    const { screen } = this.#call.own;
    await this.#do('screen', () => (screen.share ? screen.stop() : screen.start()));
  }

  /** Hears nothing, or again. Whoever hears nothing does not speak unawares either; only their own hand opens that. */
  async toggleDeaf(hearing: Hearing): Promise<void> {
    hearing.deaf = !hearing.deaf;
    if (hearing.deaf && this.#call.own.microphone === 'on') await this.toggleMicrophone();
  }

  async toggleHand(): Promise<void> {
    const { stage } = this.#call;
    try {
      // Hosts of a stage are up already: their key asks the next one.
      if (stage.isOn && stage.manages) {
        if (!(await stage.inviteNext())) this.#tell(t('noHands'));
      } else await this.#call.requests.setHand(this.#call.state?.self?.handRaisedAt === null);
    } catch (error) {
      this.#tell(sentenceFor(error));
    }
  }

  async switchDevice(source: 'microphone' | 'camera'): Promise<void> {
    await this.#do(source, () => this.#call.own.switchDevice(source), true);
  }

  /** Treats the own voice otherwise. */
  async treat(change: Partial<Treatment>): Promise<void> {
    try {
      await this.#call.own.voice.treat(change);
    } catch (error) {
      if (error instanceof DeviceProblem) this.problem = error;
      else this.#tell(sentenceFor(error));
    }
  }

  dismiss(): void {
    this.problem = null;
  }

  /** A device came, or the browser's permission changed: what was in the way may be gone. */
  lookAgain(): void {
    if (this.problem && this.problem.trouble !== 'dismissed') this.problem = null;
  }

  async #talk(): Promise<void> {
    await this.#do('microphone', () => this.#call.speaking.set(true, true), true);
  }

  /** Where it is not `again`, a second press while the first is at work means the same. */
  async #do(device: DeviceKind, act: () => Promise<void>, again = false): Promise<void> {
    // A key is pressed, with no button for it: the call is in another tab, or this browser has none.
    if (!this.#call.media.current) return;
    // Another device does not wait for it.
    if (this.busy.has(device) && !again) return;
    this.busy.add(device);
    try {
      await act();
      this.problem = null;
    } catch (error) {
      // Closing the browser's own picker is an answer, not a problem.
      if (error instanceof DeviceProblem && error.trouble === 'dismissed') this.#tell(sentenceFor(error));
      else if (error instanceof DeviceProblem) this.problem = error;
      else this.#tell(sentenceFor(error));
    } finally {
      this.busy.delete(device);
    }
  }
}

/** How to get out of a device problem, where there is more to say than what it is. */
export function wayOut(problem: DeviceProblem): string | null {
  if (problem.trouble !== 'denied') return null;
  const family = browserFamily();
  return t(family === 'chromium' ? 'device.denied.how' : `device.denied.how.${family}`);
}
