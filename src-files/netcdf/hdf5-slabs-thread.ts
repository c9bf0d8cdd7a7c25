import { type MessagePort, workerData } from 'node:worker_threads';
import { openNetcdf4OnDisk } from './hdf5-file';
import type { Slab, SlabOutline } from './slab-file';
import type { StoredNumbers, Unread } from './stored-file';
import { limitWasmMemory } from './wasm-memory';

/** A thread that reads blocks of HDF5 files as it is asked for them: what a damaged one makes the library do ends with the thread. */

export interface SlabsTask {
  readonly port: MessagePort;
  /** 1 once an answer lies there; whoever asks waits for it. */
  readonly isAnswered: Int32Array;
}

export type SlabQuestion =
  | { readonly kind: 'open'; readonly path: string }
  | { readonly kind: 'outline'; readonly path: string; readonly name: string }
  | { readonly kind: 'read'; readonly path: string; readonly name: string; readonly slab: Slab };

export type SlabAnswer =
  | { readonly kind: 'open'; readonly names: readonly string[] }
  | { readonly kind: 'outline'; readonly outline: SlabOutline | Unread }
  | { readonly kind: 'read'; readonly numbers: StoredNumbers }
  | { readonly kind: 'failed'; readonly message: string };

/** A block, its packed chunks and a copy; a damaged header may promise any amount. */
const mostMemoryBytes = 2 ** 30;
/** Of as many files at most the library keeps what it knows. */
const mostOpen = 16;

const { port, isAnswered }: SlabsTask = workerData;
limitWasmMemory(mostMemoryBytes);
type Opened = Awaited<ReturnType<typeof openNetcdf4OnDisk>>;
const opened = new Map<string, Opened>();

port.on('message', (question: SlabQuestion) => {
  answerTo(question).then(tell, (error: unknown) =>
    tell({ kind: 'failed', message: error instanceof Error ? error.message : String(error) }),
  );
});

async function answerTo(question: SlabQuestion): Promise<SlabAnswer> {
  const file = await fileAt(question.path);
  switch (question.kind) {
    case 'open':
      return { kind: 'open', names: file.names };
    case 'outline':
      return { kind: 'outline', outline: await file.outline(question.name) };
    case 'read':
      return { kind: 'read', numbers: file.read(question.name, question.slab) };
  }
}

/** The ones used last are kept open. */
async function fileAt(path: string): Promise<Opened> {
  const file = opened.get(path) ?? (await openNetcdf4OnDisk(path));
  opened.delete(path);
  opened.set(path, file);
  for (const [oldest, one] of opened) {
    if (opened.size <= mostOpen) break;
    opened.delete(oldest);
    one.close();
  }
  return file;
}

function tell(answer: SlabAnswer): void {
  port.postMessage(answer);
  Atomics.store(isAnswered, 0, 1);
  Atomics.notify(isAnswered, 0);
}
