import { NetCDFReader } from 'netcdfjs';
import { checkNetcdf3Header } from './netcdf-3-header';
import { type StoredNumbers, storedNumbers } from './netcdf-3-values';
import type { StoredFile } from './netcdf-file';

/** Opens a NetCDF file of version 3 (classic or 64-bit offset). Throws what the library throws at a damaged one. */
export function openNetcdf3(bytes: Uint8Array): StoredFile {
  checkNetcdf3Header(bytes);
  const reader = new NetCDFReader(bytes);
  const { dimensions, recordDimension } = reader;
  const lengthOf = (id: number) => (id === recordDimension.id ? recordDimension.length : dimensions[id].size);
  return {
    names: reader.variables.map(({ name }) => name),
    read: (name) => {
      const variable = reader.variables.find((each) => each.name === name);
      if (!variable || variable.type === 'char') return undefined;
      const { type, offset, record: isRecord } = variable;
      const attributes: readonly { name: string; value: unknown }[] = variable.attributes;
      const lengths = variable.dimensions.map(lengthOf);
      refuseMoreThan(bytes.length, lengths);
      refuseMoreThan(bytes.length, [variable.size]);
      const [records, ...ofRecord] = isRecord ? lengths : [1, ...lengths];
      const place: StoredNumbers = {
        type,
        offset,
        records,
        ofRecord: ofRecord.reduce((product, length) => product * length, 1),
        recordStep: recordDimension.recordStep ?? 0,
      };
      return {
        dimensions: lengths,
        // The library's own reading makes lists, which take many times the memory of the file.
        data: storedNumbers(bytes, place),
        attributes: new Map(attributes.flatMap((each) => plainAttribute(each.name, each.value))),
      };
    },
    close: () => {},
  };
}

/** A damaged header may promise more than memory holds; a number takes a byte at least. */
function refuseMoreThan(bytes: number, lengths: readonly number[]): void {
  if (lengths.reduce((product, length) => product * length, 1) > bytes)
    throw new RangeError('its header promises more data than the file has bytes');
}

function plainAttribute(name: string, value: unknown): [string, number | string][] {
  const single = Array.isArray(value) && value.length === 1 ? value[0] : value;
  return typeof single === 'number' || typeof single === 'string' ? [[name, single]] : [];
}
