import { MessageChannel, receiveMessageOnPort, Worker } from 'node:worker_threads';
import { builtThread } from '../built-thread';
import { openNetcdf4OnDisk } from './hdf5-file';
import type { SlabAnswer, SlabQuestion, SlabsTask } from './hdf5-slabs-thread';
import type { SlabFile } from './slab-file';

/** Long enough for a block on a busy machine; in a damaged file the library may search for ever. */
const patienceSeconds = 120;
/** Of names and attributes; values lie outside. */
const heapMB = 512;

let reader: SlabReader | undefined;

/**
 * Opens an HDF5 file that stays on the disk, to be read in a thread of its own, where the built thread is there: one for all files.
 * @throws Error with the library's words at a damaged file, or that reading it came to no end
 */
export async function openHdf5Slabs(
  path: string,
  threadFile = builtThread('hdf5-slabs-thread'),
  seconds = patienceSeconds,
): Promise<SlabFile> {
  if (threadFile === undefined) return openNetcdf4OnDisk(path);
  const ask = <Kind extends SlabAnswer['kind']>(question: SlabQuestion & { readonly kind: Kind }) => {
    // One that came to no end is gone, and another takes over.
    reader ??= new SlabReader(threadFile);
    return reader.ask(question, seconds) as Extract<SlabAnswer, { readonly kind: Kind }>;
  };
  const { names } = ask({ kind: 'open', path });
  return {
    names,
    outline: (name) => ask({ kind: 'outline', path, name }).outline,
    read: (name, slab) => ask({ kind: 'read', path, name, slab }).numbers,
  };
}

/** A thread that is asked, and waited for. */
class SlabReader {
  readonly #thread: Worker;
  readonly #port;
  readonly #isAnswered = new Int32Array(new SharedArrayBuffer(4));

  constructor(threadFile: string) {
    const { port1, port2 } = new MessageChannel();
    this.#port = port1;
    const workerData: SlabsTask = { port: port2, isAnswered: this.#isAnswered };
    this.#thread = new Worker(threadFile, {
      workerData,
      transferList: [port2],
      resourceLimits: { maxOldGenerationSizeMb: heapMB },
    });
    // What ends it is told to whoever asks next: no answer comes.
    this.#thread.on('error', () => this.#end());
    this.#thread.unref();
  }

  /** @throws Error with the library's words, or that no answer came */
  ask(question: SlabQuestion, seconds: number): SlabAnswer {
    Atomics.store(this.#isAnswered, 0, 0);
    this.#port.postMessage(question);
    Atomics.wait(this.#isAnswered, 0, 0, seconds * 1000);
    const answer: SlabAnswer | undefined = receiveMessageOnPort(this.#port)?.message;
    if (answer?.kind === 'failed') throw new Error(answer.message);
    if (answer) return answer;
    this.#end();
    throw new Error(`reading it came to no end within ${seconds} seconds`);
  }

  #end(): void {
    void this.#thread.terminate();
    if (reader === this) reader = undefined;
  }
}
