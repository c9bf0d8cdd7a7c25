import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { downloadWheel } from '../downloads/download-wheel';
import { unpackWheel } from '../downloads/unpack-wheel';
import { compileBinding } from './compile-binding';
import { compileOperations } from './compile-operations';
import { machinesCompiler, zigCompiler } from './compiler';
import { fullDiskError, isFullDisk, refuseFullDisk } from './full-disk';
import type { InstallOptions, Variant } from './installation';
import { mendKernels } from './mend-kernels';
import { downloadMB, type WheelSet } from './wheels';

/** What a finished installation says of itself; one that says something else is made anew. */
export const recipe = 'tensorflow 2.21.0, tfjs-node-gpu 4.22.0';

/**
 * Downloads and unpacks a variant, compiles against it and tries whether it loads.
 * @param set what it is made of
 * @returns its folder, `cacheFolder`/tensorflow/`variant`, which is there only when it is whole
 * @throws FailedError where a step failed or the disk has no room, BadInputError where a tool is missing
 */
export async function installVariant(
  variant: Variant,
  set: WheelSet,
  options: InstallOptions,
): Promise<string> {
  const root = join(options.cacheFolder, 'tensorflow');
  const downloads = join(root, 'downloads');
  const unfinished = join(root, `${variant}.unfinished`);
  removeLeftovers(root);
  mkdirSync(downloads, { recursive: true });
  const installing = { set, folder: root, downloads };
  refuseFullDisk(installing);
  options.onProgress(`Installing TensorFlow 2.21.0 (${variant}), ${downloadMB(set)} MB to download`);
  try {
    await unpackAll(set, downloads, unfinished, options);
    if (variant === 'cuda') mendKernels(unfinished, options);
    const compiler =
      (await machinesCompiler(options)) ?? (await zigCompiler(unfinished, downloads, set, options));
    await compileBinding(unfinished, compiler, options);
    await compileOperations(unfinished, compiler, options);
    for (const spent of ['zig', 'zig-cache'])
      rmSync(join(unfinished, spent), { recursive: true, force: true });
    writeFileSync(join(unfinished, 'ready'), recipe);
    rmSync(join(root, variant), { recursive: true, force: true });
    renameSync(unfinished, join(root, variant));
    rmSync(downloads, { recursive: true, force: true });
  } catch (error) {
    // First: what is free is told.
    rmSync(unfinished, { recursive: true, force: true });
    throw isFullDisk(error) ? fullDiskError(installing) : error;
  }
  return join(root, variant);
}

/** pip's layout, `tensorflow` beside `nvidia`, is what TensorFlow's own search path expects. */
async function unpackAll(
  set: WheelSet,
  downloads: string,
  folder: string,
  options: InstallOptions,
): Promise<void> {
  const tensorflow = await downloadWheel(set.tensorflow, set.platforms, downloads, options);
  const nvidia: string[] = [];
  for (const wheel of set.nvidia) nvidia.push(await downloadWheel(wheel, set.platforms, downloads, options));
  const wanted = '^tensorflow/(include/|libtensorflow_(cc|framework)\\.so\\.2$)';
  await unpackWheel(tensorflow, folder, wanted, 'TensorFlow', options);
  for (const [index, file] of nvidia.entries())
    await unpackWheel(file, folder, '^nvidia/', set.nvidia[index]?.name ?? 'CUDA', options);
}

/** What a killed installation left; the lock is held, so nobody is using it. */
function removeLeftovers(root: string): void {
  for (const folder of [root, join(root, 'downloads')])
    for (const name of existsSync(folder) ? readdirSync(folder) : [])
      if (name.includes('.unfinished')) rmSync(join(folder, name), { recursive: true, force: true });
}
