import { File, FS, ready } from 'h5wasm';

/** A variable of floats to be written, with attributes of one number or a text. */
export interface Written {
  readonly name: string;
  readonly shape: readonly number[];
  readonly values: readonly number[];
  readonly attributes?: Readonly<Record<string, number | string>>;
}

const tags = { none: [0, 0], dimensions: 10, variables: 11, attributes: 12 } as const;
const types = { char: 2, float: 5 } as const;

/** A NetCDF file of the classic format, by its specification: all numbers big-endian, all parts in fours of bytes. */
export function netcdf3(variables: readonly Written[]): Uint8Array {
  const dimensions = variables.flatMap(({ name, shape }) =>
    shape.map((size, axis) => ({ name: `${name}${axis}`, size })),
  );
  const head = (begins: readonly number[]) =>
    Buffer.concat([
      Buffer.from('CDF\x01'),
      words(0, tags.dimensions, dimensions.length),
      ...dimensions.flatMap(({ name, size }) => [text(name), words(size)]),
      words(...tags.none, tags.variables, variables.length),
      ...variables.map((variable, index) => describeVariable(variable, dimensions, begins[index] ?? 0)),
    ]);
  const headBytes = head([]).length;
  const data = variables.map(({ values }) => floats(values));
  const begins = data.map((_, index) =>
    data.slice(0, index).reduce((sum, { length }) => sum + length, headBytes),
  );
  return new Uint8Array(Buffer.concat([head(begins), ...data]));
}

function describeVariable(
  { name, shape, values, attributes = {} }: Written,
  dimensions: readonly { readonly name: string }[],
  begin: number,
): Buffer {
  const first = dimensions.findIndex((dimension) => dimension.name === `${name}0`);
  const entries = Object.entries(attributes);
  return Buffer.concat([
    text(name),
    words(shape.length, ...shape.map((_, axis) => first + axis)),
    entries.length === 0 ? words(...tags.none) : words(tags.attributes, entries.length),
    ...entries.map(([key, value]) =>
      typeof value === 'string'
        ? Buffer.concat([text(key), words(types.char), text(value)])
        : Buffer.concat([text(key), words(types.float, 1), floats([value])]),
    ),
    words(types.float, values.length * 4, begin),
  ]);
}

function words(...values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(4 * values.length);
  values.forEach((value, index) => {
    bytes.writeUInt32BE(value, 4 * index);
  });
  return bytes;
}

function floats(values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(4 * values.length);
  values.forEach((value, index) => {
    bytes.writeFloatBE(value, 4 * index);
  });
  return bytes;
}

/** Its length, then the text in fours of bytes. */
function text(value: string): Buffer {
  return Buffer.concat([words(value.length), Buffer.from(value), Buffer.alloc((4 - (value.length % 4)) % 4)]);
}

/** The same variables as HDF5, which NetCDF-4 is, written by the HDF5 library. */
export async function netcdf4(variables: readonly Written[]): Promise<Uint8Array> {
  await ready;
  if (!FS) throw new Error('h5wasm has no memory of its own.');
  const file = new File('/written.nc', 'w');
  for (const { name, shape, values, attributes = {} } of variables) {
    const data = Float32Array.from(values);
    const dataset = file.create_dataset({
      name,
      data,
      shape: [...shape],
      dtype: '<f',
      compression: 'gzip',
      chunks: [...shape],
    });
    for (const [key, value] of Object.entries(attributes))
      dataset.create_attribute(key, typeof value === 'number' ? Float32Array.of(value) : value);
  }
  file.close();
  return FS.readFile('/written.nc').slice();
}
