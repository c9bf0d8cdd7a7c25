/** Bytes of a value by the number of its type: byte, char, short, int, float, double. */
const typeBytes: readonly number[] = [0, 1, 1, 2, 4, 4, 8];

/**
 * Walks through the header of a NetCDF file of version 3 and refuses a count of more than the file has bytes: the
 * library makes room for whatever a header says. Throws RangeError.
 */
export function checkNetcdf3Header(bytes: Uint8Array): void {
  const walk = new HeaderWalk(bytes);
  walk.list(() => {
    walk.name();
    walk.skip(4);
  });
  walk.attributes();
  walk.list(() => {
    walk.name();
    walk.skip(4 * walk.count());
    walk.attributes();
    // Type, size and place, which version 2 tells in eight bytes.
    walk.skip(8 + (bytes[3] === 2 ? 8 : 4));
  });
}

class HeaderWalk {
  // After the signature and the number of records.
  private at = 8;
  private readonly view: DataView;

  constructor(private readonly bytes: Uint8Array) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** Its tag, how many there are, and each of them. */
  list(item: () => void): void {
    this.skip(4);
    for (let left = this.count(); left > 0; left -= 1) item();
  }

  attributes(): void {
    this.list(() => {
      this.name();
      const type = this.number();
      this.skip(this.count() * (typeBytes[type] ?? 0));
    });
  }

  name(): void {
    this.skip(this.count());
  }

  /** Parts are filled up to fours of bytes. */
  skip(length: number): void {
    this.at += Math.ceil(length / 4) * 4;
    if (this.at > this.bytes.length) throw new RangeError('it ends within its header');
  }

  count(): number {
    const count = this.number();
    if (count > this.bytes.length)
      throw new RangeError(
        `its header promises ${count} of something, the file has ${this.bytes.length} bytes`,
      );
    return count;
  }

  private number(): number {
    if (this.at + 4 > this.bytes.length) throw new RangeError('it ends within its header');
    this.at += 4;
    return this.view.getUint32(this.at - 4);
  }
}
