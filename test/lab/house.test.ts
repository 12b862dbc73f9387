import { ofTheHouse } from './scenarios/index.ts';
import { breakOnce } from './shortForm.ts';

breakOnce(ofTheHouse);
