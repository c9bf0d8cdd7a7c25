import { BadInputError } from '../../src-shared/errors';
import type { OnnxTensor } from './network-file';

/**
 * A tensor's numbers.
 * @param name as a person knows it
 * @throws BadInputError where some are not finite
 */
export function finite(tensor: OnnxTensor, name: string, path: string): Float32Array {
  const decoded = tensor.values();
  const values = decoded instanceof Float32Array ? decoded : Float32Array.from(decoded);
  let areFinite = true;
  // A loop: files have hundreds of millions of them.
  for (let at = 0; at < values.length && areFinite; at += 1) areFinite = values[at] - values[at] === 0;
  if (areFinite) return values;
  throw new BadInputError(`model.path: ${path} has weights in ${name} that are no finite numbers.`);
}
