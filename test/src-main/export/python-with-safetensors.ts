import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { appFolders } from '../../../src-files/app-folders';

/** A folder with Python's safetensors and numpy, kept in the cache; undefined where they cannot be had. */
export async function pythonWithSafetensors(): Promise<string | undefined> {
  const target = join(appFolders().cache, 'python-safetensors');
  if (existsSync(join(target, 'safetensors'))) return target;
  const packages = ['safetensors==0.6.2', 'numpy'];
  const pip = ['-m', 'pip', 'install', '--quiet', '--only-binary=:all:', '--target', target, ...packages];
  return promisify(execFile)('python3', pip).then(
    () => target,
    () => undefined,
  );
}
