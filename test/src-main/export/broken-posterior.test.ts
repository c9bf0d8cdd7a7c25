import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { decodeSafetensors, encodeSafetensors } from '../../../src-shared/formats/safetensors';
import { readPosteriorMetadata } from '../../../src-shared/posterior/posterior-metadata';
import { exportNetwork } from '../../../src-workers/export/export-network';
import { pictureMlp, writePosterior } from '../../src-workers/posterior/small-posteriors';
import { temporaryFolder } from '../../temporary-folder';
import { exportAs, runOf } from './export-as';

/** A posterior with one number of one tensor in the place of another. */
function broken(tensor: string, value: number) {
  const folder = temporaryFolder();
  const file = writePosterior(folder, pictureMlp);
  const { tensors, metadata } = decodeSafetensors(readFileSync(file), file);
  tensors.find(({ name }) => name === tensor)?.data.fill(value, 1, 2);
  writeFileSync(file, encodeSafetensors(tensors, metadata));
  return { folder, file, run: runOf(readPosteriorMetadata(metadata, file).experiment) };
}

describe.each([
  ['layers.0.weight.mean', Number.NaN, 'holds NaN (value 2 of 320)'],
  ['layers.1.bias.mean', Infinity, 'holds Infinity (value 2 of 3)'],
  ['layers.0.bias.log_std', 200, 'holds 200 (value 2 of 5), whose standard deviation is too large'],
])('a posterior whose %s holds %d is exported nowhere, and the tensor is named', (tensor, value, what) => {
  test.each(['safetensors', 'npz', 'card', 'pytorch', 'torch-blue'] as const)('as %s', async (format) => {
    const { folder, run } = broken(tensor, value);
    await expect(exportAs(format, folder, run, folder)).rejects.toThrow(`${tensor} ${what}`);
    expect(readdirSync(folder)).toEqual(['posterior.safetensors']);
  });

  test.each(['onnx', 'savedmodel'] as const)('as %s, by the worker too', async (format) => {
    const { folder, file } = broken(tensor, value);
    const work = {
      kind: 'export-network',
      posterior: file,
      format,
      draws: 'frozen',
      outFolder: folder,
    } as const;
    const exported = exportNetwork(work, { kind: 'javascript' }, () => undefined);
    await expect(exported).rejects.toThrow(`${join(folder, 'posterior.safetensors')}: ${tensor} ${what}`);
  });
});
