import { visitors } from './scenarios/index.ts';
import { breakOnce } from './shortForm.ts';

breakOnce(visitors);
