import { open } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { FailedError } from '../../src-shared/errors';
import { builtThread } from '../built-thread';
import { type PackedItem, type PackItem, PackPart, type PackTask } from './pack-part';

/** Files that a thread is given at once: some tenths of a second. */
const filesAtOnce = 16;
/** Each has a decoder of its own, with its memory. */
const mostThreads = 16;

/**
 * Decodes files into a pack, on all cores where the built thread is there.
 * @param goesOn whether others follow a file that cannot be read
 * @returns what came of each, in their order; those behind one that cannot be read may be missing where nothing follows it
 */
export async function writePack(
  task: PackTask,
  files: readonly PackItem[],
  goesOn: boolean,
  threadFile = builtThread('packing-thread'),
): Promise<readonly PackedItem[]> {
  await makeRoom(task, files.length);
  const done: PackedItem[] = [];
  let [next, isOver] = [0, false];
  const take = () => {
    if (isOver) return [];
    const from = next;
    next += filesAtOnce;
    return files.slice(from, next);
  };
  const add = (items: readonly PackedItem[]) => {
    for (const one of items) done.push(one);
    if (!goesOn && items.some((one) => 'broken' in one)) isOver = true;
  };
  const threads = Math.min(availableParallelism(), mostThreads, Math.ceil(files.length / filesAtOnce));
  if (threadFile === undefined || threads < 2) await writeHere(task, take, add);
  else await Promise.all(Array.from({ length: threads }, () => writeInThread(threadFile, task, take, add)));
  return done.sort((one, other) => one.item - other.item);
}

/** Pictures that are left out are holes. */
async function makeRoom({ to, size }: PackTask, files: number): Promise<void> {
  const file = await open(to, 'wx', 0o600);
  try {
    await file.truncate(files * size);
  } finally {
    await file.close();
  }
}

type Take = () => readonly PackItem[];
type Add = (items: readonly PackedItem[]) => void;

async function writeHere(task: PackTask, take: Take, add: Add): Promise<void> {
  const part = new PackPart(task);
  try {
    for (let items = take(); items.length > 0; items = take()) add(await part.write(items));
  } finally {
    await part.close();
  }
}

async function writeInThread(threadFile: string, task: PackTask, take: Take, add: Add): Promise<void> {
  const thread = new Worker(threadFile, { workerData: task });
  try {
    for (let items = take(); items.length > 0; items = take()) add(await answerOf(thread, items));
  } finally {
    await thread.terminate();
  }
}

function answerOf(thread: Worker, items: readonly PackItem[]): Promise<readonly PackedItem[]> {
  return new Promise((resolve, reject) => {
    const ended = () =>
      reject(new FailedError('Decoding pictures ended before it was done; please try again.'));
    thread.once('error', reject);
    thread.once('exit', ended);
    thread.once('message', (done: readonly PackedItem[]) => {
      thread.off('error', reject);
      thread.off('exit', ended);
      resolve(done);
    });
    thread.postMessage(items);
  });
}
