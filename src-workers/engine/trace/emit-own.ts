import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { TraceBackend } from './trace-backend';

/** Adds one of our own operations (native/), all of whose inputs and outputs have fixed types. */
export function emitOwn(
  trace: TraceBackend,
  operation: string,
  inputs: readonly TensorInfo[],
  shapes: readonly (readonly number[])[],
): TensorInfo[] {
  const [first, ...others] = shapes;
  const output = trace.emit(operation, inputs, {}, first, 'float32', others);
  const { name } = trace.graphValue(output);
  const further = others.map((shape, index) =>
    trace.hold({ name: name.replace(/0$/, `${index + 1}`), shape, type: 'float32' }),
  );
  return [output, ...further];
}
