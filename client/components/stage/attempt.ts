import { sentenceFor } from '../../problems.ts';
import { getToasts } from '../ui/toasts.svelte.ts';

/** Gives a way to ask for something, and to say what is wrong where that is refused. */
export function attempts(): (request: () => Promise<unknown>) => Promise<void> {
  const toasts = getToasts();
  return async (request) => {
    try {
      await request();
    } catch (error) {
      toasts.show(sentenceFor(error));
    }
  };
}
