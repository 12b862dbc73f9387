import { house } from '../scenarios/index.ts';
import { breakOnce } from '../shortForm.ts';

breakOnce(house);
