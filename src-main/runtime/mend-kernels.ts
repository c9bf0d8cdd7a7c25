import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { FailedError } from '../../src-shared/errors';
import { tensorflowLibraries } from './compile-binding';
import type { InstallOptions } from './installation';
import { countPtx, mendPtx } from './ptx/mend-ptx';

const stamp = 'kernels.mended';

/** Whether the GPU kernels in the runtime's `folder` are as drivers for CUDA 13 take them. */
export function areKernelsMended(folder: string): boolean {
  return existsSync(join(folder, stamp)) && readFileSync(join(folder, stamp), 'utf8').trim() !== '';
}

/**
 * Mends the GPU kernels of a runtime for CUDA (`ptx/mend-ptx.ts` says what is wrong with them) where that has not been done, and
 * looks afterwards whether all are whole. Workers that run meanwhile keep what they have loaded.
 * @throws FailedError where the library has none, or some are still broken
 */
export function mendKernels(folder: string, { onProgress }: Pick<InstallOptions, 'onProgress'>): void {
  if (areKernelsMended(folder)) return;
  onProgress("Looking through TensorFlow's GPU kernels");
  const paths = tensorflowLibraries.map((name) => join(folder, 'tensorflow', name));
  const mended = sumOf(paths.map(mendPtx), 'broken');
  const counts = paths.map(countPtx);
  const [kernels, broken] = [sumOf(counts, 'texts'), sumOf(counts, 'broken')];
  if (kernels === 0 || broken > 0)
    throw new FailedError(
      `Of ${kernels} GPU kernels of TensorFlow ${broken} could not be mended for today's drivers, so this file is not the one that Parasample knows; \`parasample runtime --cpu\` installs TensorFlow without GPUs.`,
    );
  onProgress(`Mended ${mended} of ${kernels} GPU kernels, which drivers for CUDA 13 refuse`);
  writeFileSync(join(folder, stamp), `${mended} of ${kernels}\n`);
}

function sumOf(counts: readonly { texts: number; broken: number }[], what: 'texts' | 'broken'): number {
  return counts.reduce((sum, count) => sum + count[what], 0);
}
