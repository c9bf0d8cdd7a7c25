import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { downloadWheel } from '../downloads/download-wheel';
import { unpackWheel } from '../downloads/unpack-wheel';
import { openOwnFolder } from '../own-folder';
import { checkLibraries } from './check-libraries';
import { compileBinding } from './compile-binding';
import { compileOperations, refreshOperations } from './compile-operations';
import { machinesCompiler, zigCompiler } from './compiler';
import { withLock } from './install-lock';
import type { InstallOptions, Runtime, Variant } from './installation';
import { hasNvidiaDriver } from './nvidia-driver';
import { downloadMB, type WheelSet, wheelSetFor } from './wheels';

/** What a finished installation says of itself; one that says something else is made anew. */
const recipe = 'tensorflow 2.21.0, tfjs-node-gpu 4.22.0';

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
 * @throws FailedError where the platform has no TensorFlow wheel or a step failed, BadInputError where a tool is missing.
 */
export async function installRuntime(options: InstallOptions): Promise<Runtime> {
  const { cacheFolder, signal } = options;
  openOwnFolder({ path: cacheFolder, holds: 'what is fetched', variable: 'PARASAMPLE_CACHE' });
  const variant = options.variant ?? installedRuntime(cacheFolder)?.variant ?? (await fittingVariant(signal));
  const set = wheelSetFor(variant, process.platform, process.arch);
  const runtime =
    installedVariant(cacheFolder, variant) ??
    (await withLock(
      join(cacheFolder, 'tensorflow', 'lock'),
      async () => installedVariant(cacheFolder, variant) ?? (await install(variant, set, options)),
      () => options.onProgress('Waiting for another process that is installing TensorFlow'),
      signal,
    ));
  await refreshOperations(dirname(runtime.binding), options);
  choose(cacheFolder, variant);
  return runtime;
}

/**
 * What would be installed on this machine.
 * @throws FailedError where the platform has no TensorFlow wheel.
 */
export async function fittingRuntime(
  signal?: AbortSignal,
): Promise<{ variant: Variant; downloadMB: number }> {
  const variant = await fittingVariant(signal);
  return { variant, downloadMB: downloadMB(wheelSetFor(variant, process.platform, process.arch)) };
}

async function fittingVariant(signal?: AbortSignal): Promise<Variant> {
  return (await hasNvidiaDriver(signal)) ? 'cuda' : 'cpu';
}

async function install(variant: Variant, set: WheelSet, options: InstallOptions): Promise<Runtime> {
  const root = join(options.cacheFolder, 'tensorflow');
  const downloads = join(root, 'downloads');
  const unfinished = join(root, `${variant}.unfinished`);
  removeLeftovers(root);
  mkdirSync(downloads, { recursive: true });
  options.onProgress(`Installing TensorFlow 2.21.0 (${variant}), ${downloadMB(set)} MB to download`);
  try {
    await unpackAll(set, downloads, unfinished, options);
    const compiler =
      (await machinesCompiler(options)) ?? (await zigCompiler(unfinished, downloads, set, options));
    await compileBinding(unfinished, compiler, options);
    await checkLibraries([join(unfinished, 'tfjs_binding.node')], options.launcher, options.signal);
    await compileOperations(unfinished, compiler, options);
    for (const spent of ['zig', 'zig-cache'])
      rmSync(join(unfinished, spent), { recursive: true, force: true });
    writeFileSync(join(unfinished, 'ready'), recipe);
    rmSync(join(root, variant), { recursive: true, force: true });
    renameSync(unfinished, join(root, variant));
    rmSync(downloads, { recursive: true, force: true });
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
  }
  return { variant, version: '2.21.0', binding: join(root, variant, 'tfjs_binding.node') };
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
