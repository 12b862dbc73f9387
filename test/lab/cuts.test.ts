import { cuts } from './scenarios/index.ts';
import { breakOnce } from './shortForm.ts';

breakOnce(cuts);
