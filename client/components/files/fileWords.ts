import type { RequestProblem } from '../../session/RequestError.ts';
import { t } from '../../words.svelte.ts';

/** Why a file will not come. */
export function fileProblem(problem: RequestProblem): string {
  if (problem === 'gone') return t('fileLost');
  if (problem === 'unsupported') return t('fileUnreadable');
  if (problem === 'too_large') return t('fileTooLarge');
  return t(`problem.${problem}`);
}
