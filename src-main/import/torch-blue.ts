import { readFile } from 'node:fs/promises';
import { extname } from 'node:path';
import { whyUnreadable } from '../../src-files/file-errors';
import { BadInputError } from '../../src-shared/errors';
import type { Model } from '../../src-shared/experiment/networks';
import { decodeSafetensors, type Tensor } from '../../src-shared/formats/safetensors';
import { fromStateDict } from '../torch-blue/state-dict';
import { type ImageShape, weightMappings } from '../torch-blue/weight-mapping';
import { refuseEndless } from './refuse-endless';

/** The network that the imported weights are for. */
export interface ImportTarget {
  readonly model: Model;
  readonly imageShape: ImageShape;
  readonly classes: number;
}

/** How files of torch.save begin: a zip archive, or (before PyTorch 1.6) a pickle of its magic number. */
const torchStarts = [
  [0x50, 0x4b, 0x03, 0x04],
  [0x80, 0x02, 0x8a, 0x0a],
];
const torchEndings = ['.pt', '.pth', '.ckpt'];

/**
 * Reads a torch_blue state_dict that was saved as safetensors, and returns it as a posterior in Parasample's names
 * and shapes. Throws BadInputError: no such file, a PyTorch file (whose reading could run foreign code), a damaged
 * file, names or shapes that are not those of the target.
 */
export async function importTorchBlue(file: string, target: ImportTarget): Promise<Tensor[]> {
  const bytes = await readInput(file);
  refuseTorchFile(file, bytes);
  const { tensors } = decodeSafetensors(bytes, file);
  return fromStateDict(tensors, weightMappings(target.model, target.imageShape, target.classes), file);
}

/** Throws BadInputError for a file of torch.save, of which `start` holds the first four bytes at least. */
export function refuseTorchFile(file: string, start: Uint8Array): void {
  if (isTorchFile(file, start))
    throw new BadInputError(
      `${file} is a file of torch.save, which can run code when it is read; save the state_dict as safetensors instead, in Python: from safetensors.torch import save_file; save_file(model.state_dict(), "posterior.safetensors").`,
    );
}

async function readInput(file: string): Promise<Uint8Array> {
  try {
    await refuseEndless(file);
    return await readFile(file);
  } catch (error) {
    if (error instanceof BadInputError) throw error;
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') throw new BadInputError(`There is no file ${file}.`);
    throw new BadInputError(`The file ${file} cannot be read: ${whyUnreadable(error)}.`);
  }
}

function isTorchFile(file: string, bytes: Uint8Array): boolean {
  const startsLikeOne = torchStarts.some((start) => start.every((byte, index) => bytes[index] === byte));
  return startsLikeOne || torchEndings.includes(extname(file).toLowerCase());
}
