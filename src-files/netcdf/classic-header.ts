import { inOnePart, type NumberType, numberTypes, readNumbers } from './classic-values';
import { type AttributeValue, mostOfAttribute, wantedAttributes } from './stored-file';

/** The header of a file in one of NetCDF's classic formats. */
export interface ClassicHeader {
  readonly dimensions: readonly ClassicDimension[];
  readonly variables: readonly ClassicVariable[];
}

interface ClassicDimension {
  readonly name: string;
  readonly length: number;
  readonly isRecord: boolean;
}

/** A variable, and where its numbers lie. */
export interface ClassicVariable {
  readonly name: string;
  /** Positions in the header's list. */
  readonly dimensions: readonly number[];
  readonly attributes: ReadonlyMap<string, AttributeValue>;
  /** Undefined for text. */
  readonly type: NumberType | undefined;
  /** As the header has it, in bytes; rounded up, or too large a number for it. */
  readonly size: number;
  /** Of the first number, in bytes. */
  readonly begin: number;
}

/** More dimensions, variables or attributes than that are damage. */
const mostParts = 100_000;
/** The number of the type of text. */
const textType = 2;

/**
 * Reads the header of a classic NetCDF file: version 1, 2 (64-bit offsets) or 5 (64-bit sizes)
 * (https://docs.unidata.ucar.edu/netcdf-c/current/file_format_specifications.html). Throws RangeError where it promises
 * more than the file has bytes.
 * @param bytes the whole file, or its begin
 * @param fileBytes of the whole file
 */
export function readClassicHeader(
  bytes: Uint8Array,
  fileBytes = bytes.length,
): ClassicHeader & { readonly records: number | undefined } {
  const walk = new HeaderWalk(bytes, fileBytes);
  const records = walk.records();
  const dimensions = walk.list(() => {
    const name = walk.name();
    const length = walk.size();
    return { name, length, isRecord: length === 0 };
  });
  walk.attributes();
  const variables = walk.list(() => ({
    name: walk.name(),
    dimensions: walk.dimensionsOf(dimensions.length),
    attributes: walk.attributes(),
    ...walk.place(),
  }));
  return { dimensions, variables, records };
}

class HeaderWalk {
  /** After the signature. */
  #at = 4;
  readonly #view: DataView;
  readonly #version: number;
  readonly #bytes: Uint8Array;
  readonly #fileBytes: number;

  constructor(bytes: Uint8Array, fileBytes: number) {
    this.#bytes = bytes;
    this.#fileBytes = fileBytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#version = bytes[3];
  }

  /** Undefined where whoever wrote it had not counted them yet: all ones. */
  records(): number | undefined {
    const count = this.size();
    return count === (this.#version === 5 ? Number(2n ** 64n - 1n) : 2 ** 32 - 1) ? undefined : count;
  }

  /** Its tag, how many there are, and each of them. */
  list<Part>(part: () => Part): Part[] {
    this.#skip(4);
    const count = this.#count(mostParts);
    const parts: Part[] = [];
    while (parts.length < count) parts.push(part());
    return parts;
  }

  attributes(): Map<string, AttributeValue> {
    const found = this.list((): [string, AttributeValue | undefined] => {
      const name = this.name();
      const type = this.#word();
      const count = this.#count();
      const wanted = wantedAttributes.includes(name) && count <= mostOfAttribute;
      if (type === textType) return [name, this.#text(count, wanted)];
      return [name, this.#numbers(type, count, wanted)];
    });
    return new Map(found.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
  }

  name(): string {
    return this.#text(this.#count(mostParts), true) ?? '';
  }

  dimensionsOf(known: number): number[] {
    const rank = this.#count(mostParts);
    const dimensions: number[] = [];
    while (dimensions.length < rank) {
      const dimension = this.size();
      if (dimension >= known) throw new RangeError('one of its variables has a dimension that is not there');
      dimensions.push(dimension);
    }
    return dimensions;
  }

  place(): Pick<ClassicVariable, 'type' | 'size' | 'begin'> {
    const number = this.#word();
    const type = numberTypes[number];
    if (!type && number !== textType)
      throw new RangeError(`one of its variables is of the unknown type ${number}`);
    return { type, size: this.size(), begin: this.#version === 1 ? this.#word() : this.#long() };
  }

  /** A length, which version 5 tells in eight bytes. */
  size(): number {
    return this.#version === 5 ? this.#long() : this.#word();
  }

  #count(most = this.#fileBytes): number {
    const count = this.size();
    if (count > Math.min(most, this.#fileBytes))
      throw new RangeError(
        `its header promises ${count} of something, the file has ${this.#fileBytes} bytes`,
      );
    return count;
  }

  #text(length: number, wanted: boolean): string | undefined {
    const begin = this.#at;
    this.#skip(length);
    if (!wanted) return undefined;
    return new TextDecoder().decode(this.#bytes.subarray(begin, begin + length)).replace(/\0+$/, '');
  }

  #numbers(number: number, count: number, wanted: boolean): readonly number[] | undefined {
    const type = numberTypes[number];
    if (!type) throw new RangeError(`one of its attributes is of the unknown type ${number}`);
    const begin = this.#at;
    this.#skip(count * type.bytes);
    return wanted ? Array.from(readNumbers(this.#bytes, type, inOnePart(begin, count)), Number) : undefined;
  }

  /** Parts are filled up to fours of bytes. */
  #skip(length: number): void {
    this.#at += Math.ceil(length / 4) * 4;
    if (this.#at > this.#bytes.length) throw new RangeError('it ends within its header');
  }

  #word(): number {
    this.#skip(4);
    return this.#view.getUint32(this.#at - 4);
  }

  #long(): number {
    this.#skip(8);
    return Number(this.#view.getBigUint64(this.#at - 8));
  }
}
