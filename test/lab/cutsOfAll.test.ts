import { fullCuts } from './scenarios/cuts.ts';
import { breakOnce } from './shortForm.ts';

breakOnce(fullCuts);
