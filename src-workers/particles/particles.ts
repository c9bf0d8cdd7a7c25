import type { ParameterLayout } from '../engine/parameter-layout';

/** A number of networks as rows, [particles, width], each with its weights side by side. */
export interface Particles {
  readonly count: number;
  readonly width: number;
  readonly rows: Float32Array;
}

/** Numbers of each of so many members, in a layout whose tensors are [members, ...shape]. */
export function widthOf({ slots }: ParameterLayout, members: number): number {
  return slots.reduce((sum, { size }) => sum + size / members, 0);
}

/**
 * Puts members side by side that a flat vector has tensor by tensor.
 * @param at place of the first number in the rows, which lie `stride` apart
 */
export function toRows(
  { slots }: ParameterLayout,
  flat: Float32Array,
  members: number,
  rows: Float32Array,
  { at, stride }: { readonly at: number; readonly stride: number },
): void {
  let place = at;
  for (const { offset, size } of slots) {
    const own = size / members;
    for (let member = 0; member < members; member += 1)
      rows.set(flat.subarray(offset + member * own, offset + (member + 1) * own), place + member * stride);
    place += own;
  }
}

/** The way back; padding stays zero. */
export function toFlat({ slots, floats }: ParameterLayout, { rows, count, width }: Particles): Float32Array {
  const flat = new Float32Array(floats);
  let place = 0;
  for (const { offset, size } of slots) {
    const own = size / count;
    for (let member = 0; member < count; member += 1) {
      const from = member * width + place;
      flat.set(rows.subarray(from, from + own), offset + member * own);
    }
    place += own;
  }
  return flat;
}
