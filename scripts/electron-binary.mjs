import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cacheFolder, repository } from './folders.mjs';
import { inUnfinishedFolder } from './unfinished.mjs';

const electronPackage = join(repository, 'node_modules', 'electron');
/** An address that does not answer is given up after 10 s by the installer itself; this bounds a slow one. */
const patienceMs = 300_000;
const tryAgainAfterHours = 12;

/** The Electron executable that is here already, or undefined. ELECTRON_OVERRIDE_DIST_PATH is honoured. */
export function presentElectron() {
  const pathFile = join(electronPackage, 'path.txt');
  const name = existsSync(pathFile) ? readFileSync(pathFile, 'utf8') : 'electron';
  const folder = process.env.ELECTRON_OVERRIDE_DIST_PATH || join(electronPackage, 'dist');
  const executable = join(folder, name);
  return existsSync(executable) ? executable : undefined;
}

/**
 * The Electron executable, fetched by its own package's installer where it is not here. Electron keeps the archive in
 * its own cache, outside the repository. A failure is remembered for some hours, so that starting stays quick.
 * @param {boolean} tryAgain whether to forget an earlier failure
 * @returns {Promise<string | undefined>} undefined where it cannot be had
 */
export async function ensureElectron(node, say, tryAgain) {
  const present = presentElectron();
  if (present || process.env.ELECTRON_OVERRIDE_DIST_PATH) return present;
  const failure = join(cacheFolder(), 'electron-not-fetched');
  if (!tryAgain && isRecent(failure)) return undefined;
  say('Electron: downloading about 120 MB');
  if (await fetchElectron(node)) {
    rmSync(failure, { force: true });
    return presentElectron();
  }
  mkdirSync(cacheFolder(), { recursive: true });
  writeFileSync(failure, 'The Electron binary could not be fetched when this file was written.\n');
  return undefined;
}

function isRecent(file) {
  return existsSync(file) && Date.now() - statSync(file).mtimeMs < tryAgainAfterHours * 3_600_000;
}

function fetchElectron(node) {
  return inUnfinishedFolder(join(cacheFolder(), 'electron'), (temporary) => {
    const child = spawn(node, [join(electronPackage, 'install.js')], {
      env: { ...process.env, TMPDIR: temporary, TEMP: temporary },
      stdio: 'ignore',
      timeout: patienceMs,
    });
    return new Promise((resolve) => {
      child.on('error', () => resolve(false));
      child.on('exit', (code) => resolve(code === 0));
    });
  });
}
