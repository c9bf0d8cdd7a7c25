/** How one number of an array lies in a file. */
export interface ElementType {
  readonly bytes: number;
  readonly isWhole: boolean;
  read(view: DataView, at: number): number;
}

type Reader = (isLittle: boolean) => ElementType['read'];

/** By NumPy's letter and width. */
const readers: Readonly<Record<string, Reader>> = {
  b1: () => (view, at) => view.getUint8(at),
  u1: () => (view, at) => view.getUint8(at),
  i1: () => (view, at) => view.getInt8(at),
  u2: (isLittle) => (view, at) => view.getUint16(at, isLittle),
  i2: (isLittle) => (view, at) => view.getInt16(at, isLittle),
  u4: (isLittle) => (view, at) => view.getUint32(at, isLittle),
  i4: (isLittle) => (view, at) => view.getInt32(at, isLittle),
  u8: (isLittle) => (view, at) => Number(view.getBigUint64(at, isLittle)),
  i8: (isLittle) => (view, at) => Number(view.getBigInt64(at, isLittle)),
  f2: (isLittle) => (view, at) => halfOf(view.getUint16(at, isLittle)),
  f4: (isLittle) => (view, at) => view.getFloat32(at, isLittle),
  f8: (isLittle) => (view, at) => view.getFloat64(at, isLittle),
};

/** Names that safetensors has for the same. */
const safetensorsNames: Readonly<Record<string, string>> = {
  BOOL: '|b1',
  U8: '|u1',
  I8: '|i1',
  U16: '<u2',
  I16: '<i2',
  U32: '<u4',
  I32: '<i4',
  U64: '<u8',
  I64: '<i8',
  F16: '<f2',
  F32: '<f4',
  F64: '<f8',
};

/** By NumPy's name, as `<f4`; undefined for what is no number. */
export function numpyType(name: string): ElementType | undefined {
  const reader = readers[name.slice(1)];
  if (!reader || !'<>|='.includes(name[0])) return undefined;
  return { bytes: Number(name.slice(2)), isWhole: name[1] !== 'f', read: reader(name[0] !== '>') };
}

export function safetensorsType(name: string): ElementType | undefined {
  return Object.hasOwn(safetensorsNames, name) ? numpyType(safetensorsNames[name]) : undefined;
}

/** IEEE 754 binary16: 1 bit of sign, 5 of exponent, 10 of fraction. */
function halfOf(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0x1f) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return exponent === 0 ? sign * fraction * 2 ** -24 : sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}
