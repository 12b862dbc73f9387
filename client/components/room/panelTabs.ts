import type { LiveStage } from '../../session/stage/LiveStage.svelte.ts';

/** What the panel beside a room shows. */
export type PanelTab = 'hands' | 'questions' | 'people' | 'chat';

/** What it shows first: hosts of a stage look at hands, the audience at questions. */
export function firstTab({ isOn, manages }: Pick<LiveStage, 'isOn' | 'manages'>): PanelTab {
  return isOn ? (manages ? 'hands' : 'questions') : 'chat';
}
