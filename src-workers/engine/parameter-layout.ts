/** A trained tensor: a posterior's means or log-standard-deviations of one weight tensor. */
export interface ParameterSpec {
  readonly name: string;
  readonly shape: readonly number[];
  /**
   * Logarithms of standard deviations learn at a rate of their own and never decay, what is frozen never moves, and what is
   * moving, as running statistics, goes back by its gradient as it is; weights unless said.
   */
  readonly role?: 'weights' | 'log-std' | 'frozen' | 'moving';
  /** Of a Gaussian that IVON moves, the means as well as the log standard deviations that follow them: its prior's. */
  readonly precision?: number;
}

export interface ParameterSlot extends ParameterSpec {
  readonly offset: number;
  readonly size: number;
}

/** All parameters in one flat vector, so that exchange and optimiser work on one piece of memory. */
export interface ParameterLayout {
  readonly slots: readonly ParameterSlot[];
  /** Length of the vector, padding included. */
  readonly floats: number;
}

// TensorFlow hands out slices without copying where they start on its alignment of 64 bytes.
const alignedFloats = 16;

export function layoutOf(parameters: readonly ParameterSpec[]): ParameterLayout {
  let offset = 0;
  const slots = parameters.map((parameter) => {
    const size = parameter.shape.reduce((product, length) => product * length, 1);
    const slot = { ...parameter, offset, size };
    offset += paddedSize(size);
    return slot;
  });
  return { slots, floats: offset };
}

export function paddedSize(size: number): number {
  return Math.ceil(size / alignedFloats) * alignedFloats;
}

/** Gathers tensors' values into the flat vector; padding stays zero. */
export function flatten(layout: ParameterLayout, values: readonly Float32Array[]): Float32Array {
  const flat = new Float32Array(layout.floats);
  layout.slots.forEach((slot, index) => {
    flat.set(values[index], slot.offset);
  });
  return flat;
}

/** The part of the flat vector that is one tensor: a view, not a copy. */
export function valuesOf(slot: ParameterSlot, flat: Float32Array): Float32Array {
  return flat.subarray(slot.offset, slot.offset + slot.size);
}
