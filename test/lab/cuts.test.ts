import { udpCuts } from './scenarios/cuts.ts';
import { breakOnce } from './shortForm.ts';

breakOnce(udpCuts);
