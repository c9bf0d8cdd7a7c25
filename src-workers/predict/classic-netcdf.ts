/** A dimension of a classic NetCDF file. */
export interface ClassicDimension {
  readonly name: string;
  readonly length: number;
}

/** A variable whose numbers are single or double. */
export interface ClassicVariable {
  readonly name: string;
  /** Positions in the list of dimensions. */
  readonly dimensions: readonly number[];
  readonly attributes: Readonly<Record<string, string>>;
  readonly type: 'single' | 'double';
}

/** Where everything lies in a file. */
export interface ClassicLayout {
  readonly header: Uint8Array;
  /** Of each variable's first number, in bytes. */
  readonly begins: readonly number[];
  readonly bytes: number;
}

/** Of the format (https://docs.unidata.ucar.edu/netcdf-c/current/file_format_specifications.html). */
const [dimensionTag, variableTag, attributeTag, textType] = [10, 11, 12, 2];
const types = { single: { number: 5, bytes: 4 }, double: { number: 6, bytes: 8 } } as const;
/** What a variable's size in four bytes may tell. */
const mostVariableBytes = 2 ** 32 - 4;

/**
 * Lays out a NetCDF file of version 2 (64-bit offsets): its header, then one variable after the other. Throws RangeError where one of
 * them is larger than the format has room for.
 */
export function classicLayout(
  dimensions: readonly ClassicDimension[],
  variables: readonly ClassicVariable[],
  attributes: Readonly<Record<string, string>>,
): ClassicLayout {
  const sizes = variables.map(({ dimensions: own, type }) =>
    own.reduce((product, at) => product * dimensions[at].length, types[type].bytes),
  );
  if (sizes.some((size) => size > mostVariableBytes)) throw new RangeError('a variable is beyond 4 GB');
  const headerWith = (begins: readonly number[]) =>
    Buffer.concat([
      Buffer.from('CDF\x02'),
      word(0),
      list(
        dimensionTag,
        dimensions.map(({ name, length }) => Buffer.concat([text(name), word(length)])),
      ),
      attributeList(attributes),
      list(
        variableTag,
        variables.map((variable, at) => variableHeader(variable, sizes[at], begins[at])),
      ),
    ]);
  // It is as long, whatever it tells of where they begin.
  const first = headerWith(variables.map(() => 0)).length;
  const padded = sizes.map((size) => Math.ceil(size / 4) * 4);
  const begins = padded.map((_, at) => padded.slice(0, at).reduce((sum, size) => sum + size, first));
  return {
    header: headerWith(begins),
    begins,
    bytes: padded.reduce((sum, size) => sum + size, first),
  };
}

/** Numbers as such a file has them: the highest byte first. */
export function classicNumbers(values: ArrayLike<number>, type: ClassicVariable['type']): Uint8Array {
  const { bytes } = types[type];
  const buffer = Buffer.alloc(values.length * bytes);
  for (let at = 0; at < values.length; at += 1)
    if (type === 'single') buffer.writeFloatBE(values[at], at * bytes);
    else buffer.writeDoubleBE(values[at], at * bytes);
  return buffer;
}

function variableHeader(
  { name, dimensions, attributes, type }: ClassicVariable,
  size: number,
  begin: number,
): Buffer {
  const offset = Buffer.alloc(8);
  offset.writeBigUInt64BE(BigInt(begin));
  return Buffer.concat([
    text(name),
    word(dimensions.length),
    ...dimensions.map(word),
    attributeList(attributes),
    word(types[type].number),
    word(Math.ceil(size / 4) * 4),
    offset,
  ]);
}

function attributeList(attributes: Readonly<Record<string, string>>): Buffer {
  const entries = Object.entries(attributes);
  return list(
    attributeTag,
    entries.map(([name, value]) => Buffer.concat([text(name), word(textType), text(value)])),
  );
}

/** An empty list has neither tag nor length. */
function list(tag: number, parts: readonly Buffer[]): Buffer {
  return Buffer.concat([word(parts.length === 0 ? 0 : tag), word(parts.length), ...parts]);
}

/** Its length, and itself filled up to fours of bytes. */
function text(value: string): Buffer {
  const bytes = Buffer.from(value);
  return Buffer.concat([word(bytes.length), bytes, Buffer.alloc((4 - (bytes.length % 4)) % 4)]);
}

function word(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}
