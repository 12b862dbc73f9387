import { addressChange } from './addressChange.ts';
import { chatOnce } from './chatOnce.ts';
import { comeAndGo } from './comeAndGo.ts';
import { fullCuts, udpAgain, udpCuts } from './cuts.ts';
import { fuzz } from './fuzz.ts';
import { loss } from './loss.ts';
import { powerCut } from './powerCut.ts';
import type { Scenario } from './Scenario.ts';
import { plannedRestart, serverKill } from './serverRestart.ts';
import { silencing } from './silencing.ts';
import { socketDead } from './socketDead.ts';
import { stalledReader } from './stalledReader.ts';
import { switching } from './switching.ts';
import { workerKill } from './workerKill.ts';

/** What happens between a person and the house. */
export const ofTheNetwork: readonly Scenario[] = [
  ...udpCuts,
  udpAgain,
  ...fullCuts,
  addressChange,
  loss,
  socketDead,
];

/** What happens to the house, and in it. */
export const ofTheHouse: readonly Scenario[] = [
  workerKill,
  serverKill,
  plannedRestart,
  chatOnce,
  powerCut,
  comeAndGo,
  fuzz,
  stalledReader,
  silencing,
  switching,
];

/** Everything that is measured, in its order. */
export const scenarios: readonly Scenario[] = [...ofTheNetwork, ...ofTheHouse];
