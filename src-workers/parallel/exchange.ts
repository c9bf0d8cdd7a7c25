import { unlinkSync } from 'node:fs';
import { join } from 'node:path';
import { splitEvenly } from '../../src-shared/devices/workload';
import { FailedError } from '../../src-shared/errors';
import { Barrier } from './barrier';
import type { PeerLink } from './peer-link';
import { addInto, type Piece, piecesOf } from './pieces';
import { Rendezvous } from './rendezvous';
import { VectorFile } from './vector-file';

export interface ExchangeOptions {
  readonly rank: number;
  readonly workers: number;
  /** A folder of this run alone, best in memory (/dev/shm); its path must be short, for the sockets in it. */
  readonly folder: string;
  /** Length of the largest vector, in floats, the same for all workers; longer ones go through in pieces. */
  readonly floats: number;
  /** Ends whatever is being waited for, with the signal's reason. */
  readonly signal?: AbortSignal;
  /** How long to wait for the other workers to come, in seconds; 600 by default: they may load at very different paces. */
  readonly waitSeconds?: number;
}

/** Up to here one barrier and adding everything everywhere is faster than two barriers and adding a share. */
const smallVector = 16 * 1024;
/** Floats added at a time: two buffers of this size stay in a core's own cache. */
const bufferFloats = 64 * 1024;

/**
 * Sums vectors over the worker processes of one run on one machine, or puts them together of their parts. Every worker writes into a file of its own,
 * which the others read; a local socket to each other worker tells when. The file has two halves that take turns:
 * whoever writes a half again has passed a barrier which the others reached only after reading it.
 */
export class Exchange {
  #calls = 0;
  #isBusy = false;
  readonly #barriers: Barrier;
  readonly #buffers = [new Float32Array(bufferFloats), new Float32Array(bufferFloats)] as const;
  readonly #onAbort: () => void;
  readonly #links: ReadonlyMap<number, PeerLink>;
  /** By rank; this worker's own is the only one it writes. */
  readonly #files: readonly VectorFile[];

  private constructor(
    readonly options: ExchangeOptions,
    links: ReadonlyMap<number, PeerLink>,
    files: readonly VectorFile[],
  ) {
    this.#links = links;
    this.#files = files;
    this.#barriers = new Barrier(links);
    this.#onAbort = () => this.#barriers.stop(options.signal?.reason);
    options.signal?.addEventListener('abort', this.#onAbort);
    if (options.signal?.aborted) this.#onAbort();
  }

  /** Meets the other workers. Throws FailedError naming those that did not come in time, PeerLostError if one died. */
  static async connect(options: ExchangeOptions): Promise<Exchange> {
    if (options.workers === 1) return new Exchange(options, new Map(), []);
    const own = VectorFile.create(vectorPath(options, options.rank), 2 * options.floats);
    let links: ReadonlyMap<number, PeerLink> = new Map();
    try {
      links = await meetPeers(options);
      const files = Array.from({ length: options.workers }, (_, rank) =>
        rank === options.rank ? own : VectorFile.open(vectorPath(options, rank)),
      );
      const exchange = new Exchange(options, links, files);
      await exchange.barrier();
      return exchange;
    } catch (error) {
      for (const link of links.values()) link.destroy();
      own.close();
      throw error;
    } finally {
      // All have it open by now, or never will: nothing is left behind however this process ends.
      unlinkSync(vectorPath(options, options.rank));
    }
  }

  /**
   * Replaces `vector` by its sum over all workers, the same bits everywhere: terms are added in rank order.
   * All workers must call it in the same order with the same length, one call at a time.
   */
  async allReduceSum(vector: Float32Array): Promise<void> {
    await this.#alone(async () => {
      for (const { first, size } of piecesOf(0, vector.length, this.options.floats)) {
        await this.#sumPiece(vector.subarray(first, first + size));
      }
    });
  }

  /**
   * Completes a vector of which every worker has filled in a part of its own: takes over the others'. All workers must call it in
   * the same order, one call at a time, the longest part being the same for all.
   * @param parts by rank; of size 0 for those of others that are not wanted here
   */
  async allGather(vector: Float32Array, parts: readonly Piece[]): Promise<void> {
    const longest = Math.max(...parts.map(({ size }) => size));
    const within = (part: Piece, { first, size }: Piece) => {
      const [from, to] = [first, first + size].map((at) => part.first + Math.min(at, part.size));
      return vector.subarray(from, to);
    };
    await this.#alone(async () => {
      for (const piece of piecesOf(0, longest, this.options.floats)) {
        const half = this.#nextHalf();
        this.#ownFile().write(half, within(parts[this.options.rank], piece));
        await this.barrier();
        parts.forEach((part, rank) => {
          if (rank !== this.options.rank) this.#files[rank]?.read(half, within(part, piece));
        });
      }
    });
  }

  /** Resolves once every worker has called it as often as this one. */
  barrier(): Promise<void> {
    this.arrive();
    return this.whenAllCame();
  }

  /** The first half of a barrier, for those who may learn otherwise that all have come. */
  arrive(): void {
    this.#barriers.arrive();
  }

  /** The second half: not needed where it is known that all have come. */
  whenAllCame(): Promise<void> {
    return this.#barriers.whenAllCame();
  }

  /** A worker that is gone, whether or not this one waits for it. */
  get lost(): number | undefined {
    return [...this.#links].find(([, link]) => link.isLost)?.[0];
  }

  /** Lets go of files and sockets. Others that still wait for this worker get a PeerLostError. */
  async close(): Promise<void> {
    this.options.signal?.removeEventListener('abort', this.#onAbort);
    await Promise.all([...this.#links.values()].map((link) => link.close()));
    for (const file of this.#files) file.close();
  }

  async #alone(work: () => Promise<void>): Promise<void> {
    if (this.options.workers === 1) return;
    if (this.#isBusy) throw new FailedError('The exchange takes one vector at a time.');
    this.#isBusy = true;
    try {
      await work();
    } finally {
      this.#isBusy = false;
    }
  }

  #nextHalf(): number {
    this.#calls += 1;
    return (this.#calls % 2) * this.options.floats;
  }

  async #sumPiece(vector: Float32Array): Promise<void> {
    const half = this.#nextHalf();
    if (vector.length <= smallVector) await this.#sumEverywhere(vector, half);
    else await this.#sumByShares(vector, half);
  }

  async #sumEverywhere(vector: Float32Array, half: number): Promise<void> {
    this.#ownFile().write(half, vector);
    await this.barrier();
    this.#sumSegment(vector, { first: 0, size: vector.length }, half);
  }

  /** Reduce-scatter, then all-gather. */
  async #sumByShares(vector: Float32Array, half: number): Promise<void> {
    const segments = splitEvenly(vector.length, this.options.workers);
    const own = segments[this.options.rank] as Piece;
    const afterOwn = own.first + own.size;
    this.#ownFile().write(half, vector.subarray(0, own.first));
    this.#ownFile().write(half + afterOwn, vector.subarray(afterOwn));
    await this.barrier();
    this.#sumSegment(vector, own, half);
    this.#ownFile().write(half + own.first, vector.subarray(own.first, own.first + own.size));
    await this.barrier();
    segments.forEach(({ first, size }, rank) => {
      if (rank !== this.options.rank)
        this.#files[rank]?.read(half + first, vector.subarray(first, first + size));
    });
  }

  /** Replaces one segment of `vector` by its sum over the workers, piece by piece in rank order. */
  #sumSegment(vector: Float32Array, segment: Piece, half: number): void {
    for (const { first, size } of piecesOf(segment.first, segment.size, bufferFloats)) {
      const own = vector.subarray(first, first + size);
      const sums = this.#buffers[0].subarray(0, size).fill(0);
      const terms = this.#buffers[1].subarray(0, size);
      for (let rank = 0; rank < this.options.workers; rank++) {
        addInto(sums, this.#termsOf(rank, own, half + first, terms));
      }
      own.set(sums);
    }
  }

  /** This worker's own terms as they are; another's read into `buffer`. */
  #termsOf(rank: number, own: Float32Array, position: number, buffer: Float32Array): Float32Array {
    if (rank === this.options.rank) return own;
    this.#files[rank]?.read(position, buffer);
    return buffer;
  }

  #ownFile(): VectorFile {
    const file = this.#files[this.options.rank];
    if (!file) throw new FailedError('The exchange is closed.');
    return file;
  }
}

function vectorPath({ folder }: ExchangeOptions, rank: number): string {
  return join(folder, `v${rank}`);
}

async function meetPeers(options: ExchangeOptions): Promise<ReadonlyMap<number, PeerLink>> {
  const { folder, workers, rank, floats, signal, waitSeconds = 600 } = options;
  const rendezvous = new Rendezvous(folder, workers, { rank, floats });
  const ending = new AbortController();
  const timer = setTimeout(() => {
    const who = rendezvous.missing().join(' and ');
    ending.abort(
      new FailedError(`Worker ${who} did not come to the exchange within ${waitSeconds} seconds.`),
    );
  }, waitSeconds * 1000);
  const forward = () => ending.abort(signal?.reason);
  signal?.addEventListener('abort', forward);
  if (signal?.aborted) forward();
  try {
    return await rendezvous.meet(ending.signal);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', forward);
  }
}
