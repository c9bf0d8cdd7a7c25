import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repository } from './folders.mjs';
import { step } from './step.mjs';
import { runNpm } from './tool.mjs';

/**
 * Installs the npm packages where they are not those of package-lock.json. No package's install script runs.
 * @param {(line: string) => void} say
 */
export async function ensurePackages(say) {
  const wanted = lockIn('package-lock.json');
  if (packagesAreCurrent(wanted, lockIn('node_modules/.package-lock.json'))) return;
  const count = Object.keys(wanted.packages).length - 1;
  const args = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  await step(say, 'Packages', `installing ${count} npm packages, about 240 MB to download`, () =>
    runNpm(args, 'Installing the npm packages', { cwd: repository }),
  );
}

/**
 * Whether an installation holds each package that a lock file wants, in that version. npm writes its own record
 * (node_modules/.package-lock.json) last, so an interrupted installation has none; packages for other platforms are
 * optional and missing from it.
 */
export function packagesAreCurrent(wanted, installed) {
  if (!installed) return false;
  return Object.entries(wanted.packages).every(([path, entry]) => {
    const present = installed.packages[path];
    if (path === '') return true;
    return present ? present.version === entry.version : entry.optional === true;
  });
}

function lockIn(path) {
  const file = join(repository, path);
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
}
