import { addressChange } from './addressChange.ts';
import { chatOnce } from './chatOnce.ts';
import { comeAndGo } from './comeAndGo.ts';
import { fullCuts, udpAgain, udpCuts } from './cuts.ts';
import { fuzz } from './fuzz.ts';
import { loss } from './loss.ts';
import { nodes } from './nodes.ts';
import { powerCut } from './powerCut.ts';
import type { Scenario } from './Scenario.ts';
import { plannedRestart, serverKill } from './serverRestart.ts';
import { silencing } from './silencing.ts';
import { socketDead } from './socketDead.ts';
import { stalledReader } from './stalledReader.ts';
import { switching } from './switching.ts';
import { workerKill } from './workerKill.ts';

/** One person's line is cut, and mended. */
const cuts: readonly Scenario[] = [...udpCuts, ...fullCuts];

/** What else happens to one person's line. */
export const lines: readonly Scenario[] = [udpAgain, addressChange, loss, socketDead];

/** What a house is to stand without a sign of it, in which few or none have a browser. */
export const visitors: readonly Scenario[] = [powerCut, comeAndGo, fuzz, stalledReader];

/** What happens to the house, and in it: ten people and their browsers need the machine to themselves. */
export const house: readonly Scenario[] = [
  workerKill,
  serverKill,
  plannedRestart,
  chatOnce,
  silencing,
  switching,
];

/** Everything that is measured, in its order. */
export const scenarios: readonly Scenario[] = [...cuts, ...lines, ...visitors, ...house, ...nodes];
