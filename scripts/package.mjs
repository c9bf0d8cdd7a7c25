import { cpSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bootstrap, say } from './bootstrap.mjs';
import { ensureElectron } from './electron-binary.mjs';
import { repository } from './folders.mjs';
import { passThrough } from './pass-through.mjs';
import { runMain } from './setup-error.mjs';
import { runNpm } from './tool.mjs';

// Packs the app: everything electron-builder can make here, else a folder and a Debian package made without its tools.
await runMain(async () => {
  const { node } = await bootstrap();
  if (node !== process.execPath) return passThrough(node, [fileURLToPath(import.meta.url)]);
  process.chdir(repository);
  await packCommandLine();
  const electron = await ensureElectron(process.execPath, say, false);
  const configuration = electron ? await ownConfiguration(electron) : await rigConfiguration();
  if (electron && (await packedWithTools(configuration))) return 0;
  await pack(configuration, ['dir']);
  if (process.platform === 'linux') await makeDebianPackage();
  return 0;
});

/** The npm package of the command line; the desktop's packages carry the same folder with the Node that packed it. */
async function packCommandLine() {
  const { stageCommandLine } = await import('../packaging/command-line-package.mjs');
  const folder = join('release', 'command-line');
  stageCommandLine(folder);
  await runNpm(['pack', '--pack-destination', '..'], 'Packing the command line', { cwd: folder });
  say(`Packed: ${join('release', `parasample-${appDescription().version}.tgz`)}`);
  cpSync(process.execPath, join(folder, process.platform === 'win32' ? 'node.exe' : 'node'));
}

function appDescription() {
  return JSON.parse(readFileSync('package.json', 'utf8'));
}

async function ownConfiguration(electron) {
  const { configuration } = await import('../packaging/electron-builder.mjs');
  return { ...configuration, electronDist: dirname(electron) };
}

async function rigConfiguration() {
  const { prepareRig } = await import('../test/rig/prepare.mjs');
  const { configurationOnRig } = await import('../packaging/rig-configuration.mjs');
  say(
    "Electron's own archive cannot be fetched here, so the test rig's old Electron is packed: to try the package out, not to hand to anybody.",
  );
  return configurationOnRig(await prepareRig(say));
}

/** @returns {Promise<boolean>} false where the tools for this platform's packages cannot be fetched */
async function packedWithTools(configuration) {
  try {
    await pack(configuration, undefined);
    return true;
  } catch (error) {
    if (process.platform !== 'linux') throw error;
    say(`electron-builder cannot make its packages here (${firstLine(error)}).`);
    return false;
  }
}

async function pack(configuration, targets) {
  const { build, Platform } = await import('electron-builder');
  const platform = Platform.current();
  const files = await build({
    targets: targets ? platform.createTarget(targets) : platform.createTarget(),
    config: configuration,
    publish: 'never',
  });
  for (const file of files) say(`Packed: ${file}`);
}

async function makeDebianPackage() {
  const { writeDebianPackage } = await import('../packaging/debian-package.mjs');
  const description = appDescription();
  const target = join(repository, 'release', `parasample_${description.version}_amd64.deb`);
  await writeDebianPackage(join('release', 'linux-unpacked'), description, target);
  say(
    `Packed: ${target} (by dpkg-deb: electron-builder's tools for AppImage and deb cannot be fetched here)`,
  );
}

function firstLine(error) {
  return String(error instanceof Error ? error.message : error).split('\n')[0];
}
