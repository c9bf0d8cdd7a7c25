import { BadInputError } from '../../src-shared/errors';
import { packedInts, protobufFields } from '../../src-shared/formats/protobuf-reader';

/** A message of Protocol Buffers by its fields' numbers. Throws BadInputError where the bytes or a field are of another kind. */
export class Message {
  readonly #fields = new Map<number, (number | Uint8Array)[]>();

  constructor(bytes: Uint8Array) {
    for (const { field, value } of protobufFields(bytes)) {
      const before = this.#fields.get(field);
      if (before) before.push(value);
      else this.#fields.set(field, [value]);
    }
  }

  has(field: number): boolean {
    return this.#fields.has(field);
  }

  /** The last one counts, as the format asks; `otherwise` where there is none. */
  number(field: number, otherwise = 0): number {
    const value = this.#fields.get(field)?.at(-1) ?? otherwise;
    if (typeof value === 'number') return value;
    throw new BadInputError('A field that should be a number is none.');
  }

  bytes(field: number): Uint8Array | undefined {
    return this.allBytes(field).at(-1);
  }

  allBytes(field: number): readonly Uint8Array[] {
    return this.#all(field).map((value) => {
      if (typeof value !== 'number') return value;
      throw new BadInputError('A field that should be a message or a text is a number.');
    });
  }

  text(field: number): string {
    return this.texts(field).at(-1) ?? '';
  }

  texts(field: number): readonly string[] {
    return this.allBytes(field).map((bytes) => new TextDecoder().decode(bytes));
  }

  messages(field: number): readonly Message[] {
    return this.allBytes(field).map((bytes) => new Message(bytes));
  }

  /** Of a repeated field, packed or not. */
  ints(field: number): readonly number[] {
    return this.#all(field).flatMap((value) => (typeof value === 'number' ? [value] : packedInts(value)));
  }

  floats(field: number): readonly number[] {
    return this.#all(field).flatMap((value) => (typeof value === 'number' ? [value] : packed(value, 4)));
  }

  doubles(field: number): readonly number[] {
    return this.#all(field).flatMap((value) => (typeof value === 'number' ? [value] : packed(value, 8)));
  }

  /** Pairs of texts. */
  entries(field: number): ReadonlyMap<string, string> {
    return new Map(this.messages(field).map((entry) => [entry.text(1), entry.text(2)]));
  }

  #all(field: number): readonly (number | Uint8Array)[] {
    return this.#fields.get(field) ?? [];
  }
}

function packed(bytes: Uint8Array, width: 4 | 8): number[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const read = (at: number) => (width === 4 ? view.getFloat32(at, true) : view.getFloat64(at, true));
  return Array.from({ length: Math.floor(bytes.length / width) }, (_, at) => read(at * width));
}
