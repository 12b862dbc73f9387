import type { FileId } from '../../../protocol/ids.ts';

/** A file that waits to be sent, and under which id it is on its way. */
export interface KeptFile {
  readonly blob: Blob;
  readonly id: FileId | null;
}

/** Keeps files over reloads, where the browser can; where it cannot they live as long as the page. */
export interface KeptFiles {
  keep(key: string, file: KeptFile): Promise<void>;
  find(key: string): Promise<KeptFile | null>;
  drop(key: string): Promise<void>;
}

const databaseName = 'hobnob.files';
const storeName = 'unsent';
// As long as the lines that carry them are kept.
const oldMs = 7 * 24 * 3_600_000;

type Entry = KeptFile & { readonly at: number };

let opened: Promise<IDBDatabase> | undefined;

function open(): Promise<IDBDatabase> {
  opened ??= new Promise((resolve, reject) => {
    const request = indexedDB.open(databaseName, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(storeName);
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  return opened;
}

async function run<Result>(
  mode: IDBTransactionMode,
  work: (store: IDBObjectStore) => IDBRequest<Result>,
): Promise<Result> {
  const transaction = (await open()).transaction(storeName, mode);
  const request = work(transaction.objectStore(storeName));
  return await new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve(request.result);
    transaction.onerror = () => reject(transaction.error);
    transaction.onabort = () => reject(transaction.error);
  });
}

async function sweep(): Promise<void> {
  for (const key of await run('readonly', (store) => store.getAllKeys())) {
    const entry: Entry | undefined = await run('readonly', (store) => store.get(key));
    if (entry && Date.now() - entry.at > oldMs) await run('readwrite', (store) => store.delete(key));
  }
}

/** In the browser's own database. */
export const keptFiles: KeptFiles = {
  async keep(key, file) {
    try {
      await run('readwrite', (store) => store.put({ ...file, at: Date.now() } satisfies Entry, key));
    } catch {
      // No space, or none for this page.
    }
  },

  async find(key) {
    try {
      const entry: Entry | undefined = await run('readonly', (store) => store.get(key));
      return entry ?? null;
    } catch {
      return null;
    }
  },

  async drop(key) {
    try {
      await run('readwrite', (store) => store.delete(key));
      await sweep();
    } catch {
      // It was not kept either.
    }
  },
};
