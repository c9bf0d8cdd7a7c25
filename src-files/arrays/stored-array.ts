import { closeSync, openSync, readSync } from 'node:fs';
import type { ElementType } from './element-type';

/** Where the bytes of an array lie, row-major: in a file from `offset` on, or unpacked in memory. */
export type ArrayBytes =
  | { readonly in: 'file'; readonly file: string; readonly offset: number }
  | { readonly in: 'memory'; readonly bytes: Uint8Array };

/** An array of a file: its first axis runs over items. */
export interface StoredArray {
  /** As messages call it: `digits.npz: x`. */
  readonly title: string;
  readonly shape: readonly number[];
  readonly type: ElementType | TextType;
  readonly bytes: ArrayBytes;
}

/** Texts of so many characters, four bytes each (NumPy's `U`). */
export interface TextType {
  readonly characters: number;
}

/** Numbers of one item of an array. */
export function itemSize({ shape }: StoredArray): number {
  return shape.slice(1).reduce((product, side) => product * side, 1);
}

/** Bytes at most that are read of a file at once. */
const mostAtOnce = 2 ** 16;

/** Gives the items of an array one by one; of a file no more is in memory than is read at once. */
export class ArrayItems<Item> {
  readonly #file: number | undefined;
  readonly #rows: Uint8Array;
  /** The items whose bytes are held. */
  #held = { first: 0, end: 0 };

  /** @param read an item from its bytes */
  constructor(
    readonly array: StoredArray,
    readonly itemBytes: number,
    readonly read: (view: DataView) => Item,
  ) {
    const { bytes } = array;
    this.#file = bytes.in === 'file' ? openSync(bytes.file, 'r') : undefined;
    const atOnce = Math.max(1, Math.floor(mostAtOnce / itemBytes));
    this.#rows = new Uint8Array(bytes.in === 'file' ? itemBytes * Math.min(atOnce, array.shape[0]) : 0);
  }

  /** Good until the next is asked for. */
  of(item: number): Item {
    const { bytes } = this.array;
    if (bytes.in === 'memory') {
      const { buffer, byteOffset } = bytes.bytes;
      return this.read(new DataView(buffer, byteOffset + item * this.itemBytes, this.itemBytes));
    }
    if (this.#file !== undefined) this.#hold(item, this.#file, bytes.offset);
    return this.read(
      new DataView(this.#rows.buffer, (item - this.#held.first) * this.itemBytes, this.itemBytes),
    );
  }

  /** Whoever asks in order gets many with one look at the file, whoever asks here and there only what is asked for. */
  #hold(item: number, file: number, offset: number): void {
    const { first, end } = this.#held;
    if (item >= first && item < end) return;
    const most = item === end ? this.#rows.length / this.itemBytes : 1;
    this.#held = { first: item, end: Math.min(item + most, Math.max(this.array.shape[0], item + 1)) };
    const bytes = (this.#held.end - item) * this.itemBytes;
    readSync(file, this.#rows, 0, bytes, offset + item * this.itemBytes);
  }

  close(): void {
    if (this.#file !== undefined) closeSync(this.#file);
  }
}

/** The numbers of each item. */
export function numbersOf(array: StoredArray & { readonly type: ElementType }): ArrayItems<Float64Array> {
  const numbers = new Float64Array(itemSize(array));
  const { bytes, read } = array.type;
  return new ArrayItems(array, numbers.length * bytes, (view) => {
    for (let at = 0; at < numbers.length; at += 1) numbers[at] = read(view, at * bytes);
    return numbers;
  });
}

/** The text of each item. */
export function textsOf(array: StoredArray & { readonly type: TextType }): ArrayItems<string> {
  const { characters } = array.type;
  return new ArrayItems(array, characters * 4, (view) => {
    const codes = Array.from({ length: characters }, (_, at) => view.getUint32(at * 4, true));
    return String.fromCodePoint(...codes.filter((code) => code !== 0));
  });
}

/** Bytes that the array's values take. */
export function valueBytes(array: StoredArray): number {
  const each = isOfNumbers(array)
    ? array.type.bytes
    : 'characters' in array.type
      ? array.type.characters * 4
      : 0;
  return array.shape.reduce((product, side) => product * side, 1) * each;
}

export function isOfNumbers(array: StoredArray): array is StoredArray & { readonly type: ElementType } {
  return 'read' in array.type;
}
