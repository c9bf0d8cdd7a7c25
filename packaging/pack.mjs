import { cpSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ensureElectron } from '../scripts/electron-binary.mjs';
import { repository } from '../scripts/folders.mjs';
import { runNpm } from '../scripts/tool.mjs';
import { stageCommandLine } from './command-line-package.mjs';
import { configuration } from './electron-builder.mjs';
import { nodeLicence } from './node-licence.mjs';
import { configurationOnRig } from './rig-configuration.mjs';

const release = join(repository, 'release');
const node = process.platform === 'win32' ? 'node.exe' : 'node';

/** The app's package.json. */
export function appDescription() {
  return JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8'));
}

/**
 * The npm package of the command line. The desktop's packages carry the same folder with the Node that packs it.
 * @returns {Promise<string>} the package's file
 */
export async function packCommandLine() {
  const folder = join(release, 'command-line');
  stageCommandLine(folder);
  const args = ['pack', '--loglevel=error', '--pack-destination', release];
  await runNpm(args, 'Packing the command line', { cwd: folder });
  cpSync(process.execPath, join(folder, node));
  cpSync(nodeLicence(), join(folder, 'LICENSE.node.txt'));
  return join(release, `parasample-${appDescription().version}.tgz`);
}

/**
 * electron-builder's configuration with the Electron that can be had here.
 * @param {(line: string) => void} say
 * @param {(say: (line: string) => void) => Promise<{executable: string, appFolder: string}>} prepareRig makes the tests' old
 * Electron ready; asked only where no other can be had
 * @returns {Promise<{configuration: object, isRig: boolean}>} isRig where only the old Electron of the tests is there
 */
export async function configurationHere(say, prepareRig) {
  const electron = await ensureElectron(process.execPath, say, false);
  if (electron) return { configuration: { ...configuration, electronDist: dirname(electron) }, isRig: false };
  say(
    "Electron's own archive cannot be fetched here, so the test rig's old Electron is packed: to try the package out, not to hand to anybody.",
  );
  return { configuration: configurationOnRig(await prepareRig(say)), isRig: true };
}

/**
 * Runs electron-builder.
 * @param {readonly string[] | undefined} targets the configured ones, where left out
 * @returns {Promise<readonly string[]>} the packages' files
 */
export async function pack(config, targets) {
  const { build, Platform } = await import('electron-builder');
  const platform = Platform.current();
  return build({
    targets: targets ? platform.createTarget([...targets]) : platform.createTarget(),
    projectDir: repository,
    config,
    publish: 'never',
  });
}

/** Where electron-builder's `dir` target leaves the executable on Linux. */
export const unpackedFolder = join(release, 'linux-unpacked');
export const unpackedExecutable = join(unpackedFolder, configuration.linux.executableName);
