import {
  chmodSync,
  cpSync,
  mkdirSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { runTool } from '../scripts/tool.mjs';
import { inUnfinishedFolder } from '../scripts/unfinished.mjs';

const here = import.meta.dirname;
/** Libraries that Electron links against, by the names they had before and after Debian's 64-bit time change. */
const needed =
  'libgtk-3-0 | libgtk-3-0t64, libnss3, libasound2 | libasound2t64, libgbm1, libnotify4, libxss1, libxtst6';

/**
 * A Debian package made by Debian's own dpkg-deb, for machines that cannot fetch electron-builder's tools.
 * @param {string} unpacked the folder of electron-builder's `dir` target
 * @param {{version: string, description: string}} description the app's package.json
 * @param {string} target the package's file
 */
export function writeDebianPackage(unpacked, { version, description }, target) {
  return inUnfinishedFolder(target, async (folder) => {
    const root = join(folder, 'root');
    stage(unpacked, root);
    const control = controlText(version, description, kilobytesOf(root));
    writeInto(root, 'DEBIAN/control', control);
    rmSync(target, { force: true });
    await runTool(
      'dpkg-deb',
      ['--root-owner-group', '-Zxz', '-z1', '--build', root, target],
      'Making the Debian package',
    );
  });
}

function stage(unpacked, root) {
  const app = join(root, 'opt', 'Parasample');
  mkdirSync(dirname(app), { recursive: true });
  cpSync(unpacked, app, { recursive: true });
  // Chromium's own sandbox where the kernel has no user namespaces.
  chmodSync(join(app, 'chrome-sandbox'), 0o4755);
  copyInto(root, 'command.sh', 'usr/bin/parasample', 0o755);
  symlinkSync('/opt/Parasample/parasample-desktop', join(root, 'usr/bin/parasample-desktop'));
  copyInto(root, 'parasample.desktop', 'usr/share/applications/parasample.desktop', 0o644);
  copyInto(root, 'icon.png', 'usr/share/icons/hicolor/512x512/apps/parasample.png', 0o644);
}

function copyInto(root, name, path, mode) {
  const target = join(root, path);
  mkdirSync(dirname(target), { recursive: true });
  cpSync(join(here, name), target);
  chmodSync(target, mode);
}

function writeInto(root, path, text) {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

function controlText(version, description, installedKilobytes) {
  return [
    'Package: parasample',
    `Version: ${version}`,
    'Architecture: amd64',
    'Maintainer: Parasample',
    `Installed-Size: ${installedKilobytes}`,
    `Depends: ${needed}`,
    'Recommends: python3, python3-pip',
    'Section: science',
    'Priority: optional',
    `Description: ${description}`,
    '',
  ].join('\n');
}

/** @returns kilobytes (1,024 bytes), as Debian counts them */
function kilobytesOf(root) {
  const bytes = readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0);
  return Math.ceil(bytes / 1024);
}
