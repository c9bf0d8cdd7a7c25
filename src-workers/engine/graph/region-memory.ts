import { type Place, type TensorMemory, TightMemory } from './tensor-memory';

/** Chunks begin and end at multiples of this. */
const grain = 256;
/** Size of the first region; each further one is twice the last, or more. */
const firstRegion = 2 << 20;
/** More than this is never left unused at a chunk's end. */
const mostUnused = 128 << 20;
const bins = 21;

interface Chunk {
  readonly region: Region;
  start: number;
  /** With what is left unused at its end. */
  size: number;
  isFree: boolean;
  before: Chunk | undefined;
  after: Chunk | undefined;
}

interface Region {
  /** Later regions lie below earlier ones, as the system maps them. */
  readonly number: number;
  /** Parts that were written to, in order and apart from each other. */
  written: readonly (readonly [number, number])[];
}

/**
 * How TensorFlow places tensors (its BFC allocator, xla/tsl/framework/bfc_allocator.cc, of GPUs and, with oneDNN, of CPUs): in regions
 * that grow by doubling and are never given back, each tensor in the smallest free chunk that holds it, which is cut only where at
 * least as much would be left, and joined with free neighbours once it is free. So memory is lost between tensors of unlike sizes.
 */
export class RegionMemory implements TensorMemory {
  readonly #free: readonly Chunk[][] = Array.from({ length: bins }, () => []);
  readonly #regions: Region[] = [];
  readonly #small = new TightMemory();
  readonly #places = new Map<Place, Chunk>();
  #nextRegion = firstRegion;

  /** @param leastBytes what is smaller is taken elsewhere, without loss */
  constructor(readonly leastBytes: number) {}

  /** The bytes that were ever written to: what a process of it stays as large as. */
  get written(): number {
    const lengths = this.#regions.flatMap(({ written }) => written.map(([start, end]) => end - start));
    return lengths.reduce((sum, length) => sum + length, this.#small.most);
  }

  take(bytes: number): Place {
    if (bytes < this.leastBytes) return this.#small.take(bytes);
    const size = grain * Math.max(1, Math.ceil(bytes / grain));
    const chunk = this.#find(size) ?? this.#inNewRegion(size);
    chunk.region.written = joined(chunk.region.written, [chunk.start, chunk.start + bytes]);
    const place = { bytes };
    this.#places.set(place, chunk);
    return place;
  }

  giveBack(place: Place): void {
    const chunk = this.#places.get(place);
    if (chunk) this.#release(this.#joinedWithNeighbours(chunk));
    else this.#small.giveBack(place);
    this.#places.delete(place);
  }

  #find(size: number): Chunk | undefined {
    for (let bin = binOf(size); bin < bins; bin += 1) {
      const chunks = this.#free[bin] ?? [];
      const index = chunks.findIndex((chunk) => chunk.size >= size);
      const [found] = index < 0 ? [] : chunks.splice(index, 1);
      if (found) return this.#cut(found, size);
    }
    return undefined;
  }

  #cut(chunk: Chunk, size: number): Chunk {
    chunk.isFree = false;
    const isCut = chunk.size >= 2 * size || chunk.size - size >= mostUnused;
    if (!isCut) return chunk;
    const rest: Chunk = {
      ...chunk,
      start: chunk.start + size,
      size: chunk.size - size,
      isFree: true,
      before: chunk,
    };
    if (chunk.after) chunk.after.before = rest;
    chunk.after = rest;
    chunk.size = size;
    this.#release(rest);
    return chunk;
  }

  #inNewRegion(size: number): Chunk {
    const isLarger = size > this.#nextRegion;
    while (size > this.#nextRegion) this.#nextRegion *= 2;
    const region: Region = { number: this.#regions.length, written: [] };
    this.#regions.push(region);
    const whole = { region, start: 0, size: this.#nextRegion, isFree: false };
    if (!isLarger) this.#nextRegion *= 2;
    return this.#cut({ ...whole, before: undefined, after: undefined }, size);
  }

  #joinedWithNeighbours(chunk: Chunk): Chunk {
    const { before, after } = chunk;
    if (after?.isFree) this.#swallow(chunk, after);
    if (!before?.isFree) return chunk;
    this.#remove(before);
    this.#swallow(before, chunk);
    return before;
  }

  #swallow(chunk: Chunk, after: Chunk): void {
    if (after.isFree) this.#remove(after);
    chunk.size += after.size;
    chunk.after = after.after;
    if (after.after) after.after.before = chunk;
  }

  #remove(chunk: Chunk): void {
    const chunks = this.#free[binOf(chunk.size)] ?? [];
    const index = chunks.indexOf(chunk);
    if (index >= 0) chunks.splice(index, 1);
  }

  #release(chunk: Chunk): void {
    chunk.isFree = true;
    const chunks = this.#free[binOf(chunk.size)] ?? [];
    const index = chunks.findIndex((other) => isBefore(chunk, other));
    chunks.splice(index < 0 ? chunks.length : index, 0, chunk);
  }
}

function binOf(size: number): number {
  return Math.min(bins - 1, Math.floor(Math.log2(Math.max(size, grain) / grain)));
}

/** Smaller ones first, then those at lower addresses. */
function isBefore(one: Chunk, other: Chunk): boolean {
  if (one.size !== other.size) return one.size < other.size;
  if (one.region !== other.region) return one.region.number > other.region.number;
  return one.start < other.start;
}

type Part = readonly [number, number];

function joined(parts: readonly Part[], [start, end]: Part): readonly Part[] {
  const apart = parts.filter(([first, last]) => last < start || first > end);
  const touching = parts.filter((part) => !apart.includes(part));
  const whole: Part = [
    Math.min(start, ...touching.map(([first]) => first)),
    Math.max(end, ...touching.map(([, last]) => last)),
  ];
  return [...apart, whole].sort(([one], [other]) => one - other);
}
