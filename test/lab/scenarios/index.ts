import { addressChange } from './addressChange.ts';
import { fullCuts, udpCuts } from './cuts.ts';
import type { Scenario } from './Scenario.ts';
import { socketDead } from './socketDead.ts';

/** Everything that is measured, in its order. */
export const scenarios: readonly Scenario[] = [...udpCuts, ...fullCuts, addressChange, socketDead];
