import { ofTheNetwork } from './scenarios/index.ts';
import { breakOnce } from './shortForm.ts';

breakOnce(ofTheNetwork);
