import { cuts } from './scenarios/index.ts';
import { breakOnce } from './shortForm.ts';

// Between two seconds and eight there is nothing that either of them does not show: that is left to the long form.
breakOnce(cuts.filter(({ name }) => name !== 'udp-cut-5'));
