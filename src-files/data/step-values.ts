/** Values of a variable over [steps, height, width], step by step: what lies on the disk need not fit into memory. */
export interface StepValues {
  /** Those of one step, [height, width], NaN where nothing is known; to be used before another step is asked for. */
  step(at: number): Float32Array | Float64Array;
  /** Of what is read from the disk: how many steps lie together there, and are read for one of them. Missing where all lie in memory. */
  readonly together?: number;
}

/** @param values [steps, height, width] */
export function inMemory(values: Float32Array | Float64Array, perStep: number): StepValues {
  return { step: (at) => values.subarray(at * perStep, (at + 1) * perStep) };
}
