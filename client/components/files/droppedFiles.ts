import type { Attachment } from 'svelte/attachments';

/**
 * Takes files that are dropped anywhere on the page, where the browser would leave the call to show them, and those
 * that are pasted. `hover` says that some are held over it.
 */
export function droppedFiles(
  take: (files: Iterable<File>) => void,
  hover: (on: boolean) => void,
): Attachment {
  return () => {
    const listening = new AbortController();
    const { signal } = listening;
    const carries = (data: DataTransfer | null) => data?.types.includes('Files') ?? false;
    // Over each element in turn: entered and left are counted.
    let depth = 0;
    const count = (next: number) => {
      depth = Math.max(0, next);
      hover(depth > 0);
    };
    document.addEventListener('dragenter', ({ dataTransfer }) => carries(dataTransfer) && count(depth + 1), {
      signal,
    });
    document.addEventListener('dragleave', ({ dataTransfer }) => carries(dataTransfer) && count(depth - 1), {
      signal,
    });
    document.addEventListener('dragover', (event) => carries(event.dataTransfer) && event.preventDefault(), {
      signal,
    });
    document.addEventListener(
      'drop',
      (event) => {
        if (!carries(event.dataTransfer)) return;
        event.preventDefault();
        count(0);
        take(event.dataTransfer?.files ?? []);
      },
      { signal },
    );
    document.addEventListener(
      'paste',
      (event) => {
        const { clipboardData } = event;
        // A copied table comes as words and as a picture of them: the words are meant.
        if (!clipboardData?.files.length || clipboardData.types.includes('text/plain')) return;
        event.preventDefault();
        take(clipboardData.files);
      },
      { signal },
    );
    return () => listening.abort();
  };
}
