import { lines } from './scenarios/index.ts';
import { breakOnce } from './shortForm.ts';

breakOnce(lines);
