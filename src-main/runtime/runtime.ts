import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { openOwnFolder } from '../own-folder';
import { refreshBinding } from './compile-binding';
import { refreshOperations } from './compile-operations';
import { fittingVariant, gpusHere, refuseUnusableGpus } from './fitting-variant';
import { withLock } from './install-lock';
import { installVariant, recipe } from './install-variant';
import type { InstallOptions, Runtime, Variant } from './installation';
import { mendKernels } from './mend-kernels';
import { tryGpus } from './try-gpus';
import { downloadMB, type WheelSet, wheelSetFor } from './wheels';

/** The runtime that workers should use, or undefined where none is installed. Reads two small files only. */
export function installedRuntime(cacheFolder: string): Runtime | undefined {
  const variant = textIn(join(cacheFolder, 'tensorflow', 'chosen'));
  return variant === 'cpu' || variant === 'cuda' ? installedVariant(cacheFolder, variant) : undefined;
}

function installedVariant(cacheFolder: string, variant: Variant): Runtime | undefined {
  const folder = join(cacheFolder, 'tensorflow', variant);
  const binding = join(folder, 'tfjs_binding.node');
  const isReady = textIn(join(folder, 'ready')) === recipe && existsSync(binding);
  return isReady ? { variant, version: '2.21.0', binding } : undefined;
}

/**
 * Makes the runtime ready, doing only what is missing, and makes it the one that workers use. A runtime appears in
 * the cache only when it is whole and loads; verified downloads are kept until then, so a second try goes on.
 * @throws FailedError where the platform has no TensorFlow wheel or a step failed, or where all is done and a GPU does not
 * work with it; BadInputError where a tool is missing.
 */
export async function installRuntime(options: InstallOptions): Promise<Runtime> {
  const { cacheFolder, signal } = options;
  openOwnFolder({ path: cacheFolder, holds: 'what is fetched', variable: 'PARASAMPLE_CACHE' });
  const variant =
    options.variant ?? installedRuntime(cacheFolder)?.variant ?? (await fittingVariant(options.onProgress));
  const set = wheelSetFor(variant, process.platform, process.arch);
  const runtime =
    installedVariant(cacheFolder, variant) ??
    (await withLock(
      join(cacheFolder, 'tensorflow', 'lock'),
      async () => installedVariant(cacheFolder, variant) ?? (await downloaded(variant, set, options)),
      () => options.onProgress('Waiting for another process that is installing TensorFlow'),
      signal,
    ));
  const folder = dirname(runtime.binding);
  if (variant === 'cuda') {
    mendKernels(folder, options);
    await refreshBinding(folder, options);
  }
  await refreshOperations(folder, options);
  choose(cacheFolder, variant);
  if (variant === 'cuda') await tryGpus(await gpusHere(), runtime.binding, options);
  return runtime;
}

/**
 * What would be installed on this machine.
 * @throws FailedError where the platform has no TensorFlow wheel.
 */
export async function fittingRuntime(): Promise<{ variant: Variant; downloadMB: number }> {
  const variant = await fittingVariant();
  return { variant, downloadMB: downloadMB(wheelSetFor(variant, process.platform, process.arch)) };
}

async function downloaded(variant: Variant, set: WheelSet, options: InstallOptions): Promise<Runtime> {
  if (variant === 'cuda') await refuseUnusableGpus();
  const folder = await installVariant(variant, set, options);
  return { variant, version: '2.21.0', binding: join(folder, 'tfjs_binding.node') };
}

function choose(cacheFolder: string, variant: Variant): void {
  const chosen = join(cacheFolder, 'tensorflow', 'chosen');
  if (textIn(chosen) === variant) return;
  writeFileSync(`${chosen}.${process.pid}`, variant);
  renameSync(`${chosen}.${process.pid}`, chosen);
}

function textIn(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    return undefined;
  }
}
