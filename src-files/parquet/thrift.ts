/** Kinds of values in Thrift's compact protocol (https://github.com/apache/thrift/blob/master/doc/specs/thrift-compact-protocol.md). */
const kinds = {
  stop: 0,
  yes: 1,
  no: 2,
  byte: 3,
  i16: 4,
  i32: 5,
  i64: 6,
  double: 7,
  binary: 8,
  list: 9,
  struct: 12,
};

/** A Parquet file's own descriptions are half as deep. */
const deepest = 16;

/**
 * Walks through one description in a Parquet file, of the file or of a page, and refuses lists of more than it has
 * bytes: the library makes room for whatever a list says, and for the lists in it. Throws RangeError.
 */
export function checkThrift(bytes: Uint8Array): void {
  new ThriftWalk(bytes).struct(0);
}

class ThriftWalk {
  #at = 0;
  readonly #view: DataView;
  /** Items of all lists together take a byte each at least. */
  #itemsLeft: number;

  constructor(bytes: Uint8Array) {
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#itemsLeft = bytes.length;
  }

  struct(depth: number): void {
    if (depth > deepest) throw new RangeError('a description in it is nested too deeply');
    for (let head = this.#byte(); (head & 15) !== kinds.stop; head = this.#byte()) {
      // A field that is not one of the next fifteen has its number told.
      if (head >> 4 === 0) this.#number();
      if ((head & 15) > kinds.no) this.#value(head & 15, depth);
    }
  }

  #value(kind: number, depth: number): void {
    switch (kind) {
      case kinds.yes:
      case kinds.no:
      case kinds.byte:
        this.#skip(1);
        break;
      case kinds.i16:
      case kinds.i32:
      case kinds.i64:
        this.#number();
        break;
      case kinds.double:
        this.#skip(8);
        break;
      case kinds.binary:
        this.#skip(this.#number());
        break;
      case kinds.list:
        this.#list(depth);
        break;
      case kinds.struct:
        this.struct(depth + 1);
        break;
      default:
        throw new RangeError('a description in it has a value of no known kind');
    }
  }

  #list(depth: number): void {
    const head = this.#byte();
    const items = head >> 4 === 15 ? this.#number() : head >> 4;
    this.#itemsLeft -= items;
    if (depth > deepest || this.#itemsLeft < 0)
      throw new RangeError('a description in it promises more than it has bytes');
    for (let item = 0; item < items; item += 1) this.#value(head & 15, depth + 1);
  }

  /** Seven bits a byte, the lowest first. */
  #number(): number {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = this.#byte();
      value += (byte & 127) * scale;
      if (byte < 128) return value;
    }
  }

  #byte(): number {
    this.#skip(1);
    return this.#view.getUint8(this.#at - 1);
  }

  #skip(bytes: number): void {
    this.#at += bytes;
    if (this.#at > this.#view.byteLength) throw new RangeError('a description in it ends too early');
  }
}
