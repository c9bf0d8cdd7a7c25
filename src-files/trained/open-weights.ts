import { readFileSync, statSync } from 'node:fs';
import { extname } from 'node:path';
import { BadInputError } from '../../src-shared/errors';
import { decodeSafetensors, type Tensor } from '../../src-shared/formats/safetensors';
import { refuseBrokenWeights } from '../../src-shared/posterior/broken-weights';
import { whyUnreadable } from '../file-errors';
import { noteRead } from '../fingerprinting';

/** Weights of a network that was trained before, here or elsewhere. */
export interface TrainedWeights {
  readonly path: string;
  readonly tensors: ReadonlyMap<string, Tensor>;
  /** The run whose posterior it is; undefined of files that others wrote, where kernels lie as in PyTorch. */
  readonly runId: string | undefined;
  /** What the file says of itself. */
  readonly metadata: Readonly<Record<string, string>>;
}

/** How files of torch.save begin: a zip archive, or (before PyTorch 1.6) a pickle of its magic number. */
const torchStarts = [
  [0x50, 0x4b, 0x03, 0x04],
  [0x80, 0x02, 0x8a, 0x0a],
];
const torchEndings = ['.pt', '.pth', '.ckpt', '.bin'];

/**
 * Reads a safetensors file of weights: a run's posterior, or a state_dict.
 * @param setting that named it, for the sentence
 * @throws BadInputError where it is not there, damaged, or of torch.save, whose reading could run foreign code
 */
export function openTrainedWeights(path: string, setting: string): TrainedWeights {
  const bytes = bytesOf(path, setting);
  refuseTorch(path, bytes, setting);
  const { tensors, metadata } = decodeSafetensors(bytes, `${setting}: ${path}`);
  refuseBrokenWeights(tensors, `${setting}: ${path}`);
  const { format = '', runId } = metadata;
  const isOurs = format.startsWith('parasample');
  return {
    path,
    tensors: new Map(tensors.map((tensor) => [tensor.name, tensor])),
    runId: isOurs ? (runId ?? '') : undefined,
    metadata,
  };
}

function bytesOf(path: string, setting: string): Uint8Array {
  try {
    if (!statSync(path).isFile())
      throw new BadInputError(`${setting}: ${path} is no plain file; a safetensors file is needed.`);
    const bytes = readFileSync(path);
    noteRead(path, bytes);
    return bytes;
  } catch (error) {
    if (error instanceof BadInputError) throw error;
    throw new BadInputError(`${setting}: ${path} cannot be read: ${whyUnreadable(error)}.`);
  }
}

function refuseTorch(path: string, bytes: Uint8Array, setting: string): void {
  const startsSo = torchStarts.some((start) => start.every((byte, index) => bytes[index] === byte));
  if (!startsSo && !torchEndings.includes(extname(path).toLowerCase())) return;
  throw new BadInputError(
    `${setting}: ${path} is a file of torch.save, which can run code when it is read; save the state_dict as safetensors instead, in Python: from safetensors.torch import save_file; save_file(model.state_dict(), "weights.safetensors").`,
  );
}
