import { parentPort, workerData } from 'node:worker_threads';
import { type PackItem, PackPart } from './pack-part';

/** A thread that decodes pictures for a pack, part by part as it is asked to. It ends when it is terminated. */

const part = new PackPart(workerData);
parentPort?.on('message', (items: readonly PackItem[]) => {
  part.write(items).then(
    (done) => parentPort?.postMessage(done),
    // Goes to the one who asked, as the thread's error.
    (error: unknown) =>
      setImmediate(() => {
        throw error;
      }),
  );
});
