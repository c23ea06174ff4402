// What this browser keeps for its person: one small database, in which every store goes with the log-out.

/** `waiting`: reports not sent yet, in the order in which they were made. `kept`: single things by name. */
type PocketStore = 'waiting' | 'kept';

const NAME = 'balefire';
const VERSION = 1;

let opened: Promise<IDBDatabase> | undefined;

/** Opens it. Rejects where the browser keeps nothing, as in some private windows. */
function pocket(): Promise<IDBDatabase> {
  opened ??= new Promise<IDBDatabase>((done, fail) => {
    const request = indexedDB.open(NAME, VERSION);
    request.onupgradeneeded = () => {
      request.result.createObjectStore('waiting', { keyPath: 'id' }).createIndex('order', 'order');
      request.result.createObjectStore('kept');
    };
    request.onsuccess = () => {
      // Another page of a newer version wants to change it.
      request.result.onversionchange = () => {
        request.result.close();
        opened = undefined;
      };
      done(request.result);
    };
    request.onerror = () => fail(request.error ?? new Error('indexedDB'));
  });
  opened.catch(() => {
    opened = undefined;
  });
  return opened;
}

/** Resolves when the work is on the disk, with what the last request found. */
async function within<T>(store: PocketStore, mode: IDBTransactionMode, work: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  const database = await pocket();
  return new Promise((done, fail) => {
    const transaction = database.transaction(store, mode, { durability: 'strict' });
    const request = work(transaction.objectStore(store));
    transaction.oncomplete = () => done(request.result);
    transaction.onerror = () => fail(transaction.error ?? new Error('indexedDB'));
    transaction.onabort = () => fail(transaction.error ?? new Error('indexedDB'));
  });
}

/** All things of `waiting` in their order. */
export function allWaiting<T>(): Promise<T[]> {
  return within('waiting', 'readonly', (store) => store.index('order').getAll());
}

export async function putWaiting(one: object): Promise<void> {
  await within('waiting', 'readwrite', (store) => store.put(one));
}

export async function removeWaiting(id: string): Promise<void> {
  await within('waiting', 'readwrite', (store) => store.delete(id));
}

/** What is kept under a name; undefined where nothing is. */
export function kept<T>(name: string): Promise<T | undefined> {
  return within<T | undefined>('kept', 'readonly', (store) => store.get(name));
}

export async function keep(name: string, what: unknown): Promise<void> {
  await within('kept', 'readwrite', (store) => store.put(what, name));
}

/** Lets go of all that is kept but for what waits to be sent. */
export async function emptyPocket(): Promise<void> {
  await within('kept', 'readwrite', (store) => store.clear());
}
