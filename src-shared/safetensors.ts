import { FailedError } from './errors';

export interface Tensor {
  readonly name: string;
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

export interface TensorFile {
  readonly tensors: readonly Tensor[];
  readonly metadata: Readonly<Record<string, string>>;
}

/** The bytes of a safetensors file (F32, little-endian) with these tensors and text metadata. */
export function encodeSafetensors(
  _tensors: readonly Tensor[],
  _metadata: Readonly<Record<string, string>>,
): Uint8Array {
  throw new FailedError('Not written yet.');
}

/** Reads a safetensors file. Throws BadInputError, with `fileName` in front, saying what is wrong. */
export function decodeSafetensors(_bytes: Uint8Array, fileName = 'This file'): TensorFile {
  throw new FailedError(`${fileName}: not written yet.`);
}
