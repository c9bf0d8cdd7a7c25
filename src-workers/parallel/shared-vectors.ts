import { unlinkSync } from 'node:fs';
import { join } from 'node:path';
import type { Exchange } from './exchange';
import { VectorFile } from './vector-file';

/** One file of floats for each worker, which all of them have open: what they map to see each other's gradients. */
export class SharedVectors {
  readonly #files: readonly VectorFile[];

  private constructor(files: readonly VectorFile[]) {
    this.#files = files;
  }

  /**
   * Creates this worker's file in the exchange's folder, of the same length for all, and opens the others'.
   * @param name what the files hold, one word
   * @throws FailedError when the folder has no room, PeerLostError when another worker is gone
   */
  static async open(exchange: Exchange, name: string, floats: number): Promise<SharedVectors> {
    const { folder, rank, workers } = exchange.options;
    const path = (worker: number): string => join(folder, `${name}${worker}`);
    const own = VectorFile.create(path(rank), floats);
    const files = [own];
    try {
      await exchange.barrier();
      for (let worker = 0; worker < workers; worker += 1) {
        if (worker !== rank) files.push(VectorFile.open(path(worker)));
      }
      await exchange.barrier();
    } catch (error) {
      for (const file of files) file.close();
      throw error;
    } finally {
      // All have it open by now, or never will: nothing is left behind however this process ends.
      unlinkSync(path(rank));
    }
    const others = files.slice(1);
    return new SharedVectors([...others.slice(0, rank), own, ...others.slice(rank)]);
  }

  /** The files' descriptors, by rank. */
  get descriptors(): readonly number[] {
    return this.#files.map((file) => file.descriptor);
  }

  close(): void {
    for (const file of this.#files) file.close();
  }
}
