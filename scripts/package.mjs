import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bootstrap, say } from './bootstrap.mjs';
import { repository } from './folders.mjs';
import { passThrough } from './pass-through.mjs';
import { runMain } from './setup-error.mjs';

// Packs the app: all that electron-builder can make here, else a folder and a Debian package made without its tools.
await runMain(async () => {
  const { node } = await bootstrap();
  if (node !== process.execPath) return passThrough(node, [fileURLToPath(import.meta.url)]);
  const { configurationHere, pack, packCommandLine } = await import('../packaging/pack.mjs');
  const { prepareRig } = await import('../test/rig/prepare.mjs');
  say(`Packed: ${await packCommandLine()}`);
  const { configuration, isRig } = await configurationHere(say, prepareRig);
  if (!isRig && (await packedWithTools(pack, configuration))) return 0;
  await pack(configuration, ['dir']);
  if (process.platform === 'linux') await makeDebianPackage();
  return 0;
});

/** @returns {Promise<boolean>} false where the tools for Linux packages cannot be fetched */
async function packedWithTools(pack, configuration) {
  try {
    for (const file of await pack(configuration)) say(`Packed: ${file}`);
    return true;
  } catch (error) {
    if (process.platform !== 'linux') throw error;
    say(`electron-builder cannot make its packages here (${firstLine(error)}).`);
    return false;
  }
}

async function makeDebianPackage() {
  const { writeDebianPackage } = await import('../packaging/debian-package.mjs');
  const { appDescription, unpackedFolder } = await import('../packaging/pack.mjs');
  const description = appDescription();
  const target = join(repository, 'release', `parasample_${description.version}_amd64.deb`);
  say(
    "Making a Debian package with dpkg-deb: electron-builder's tools for AppImage and deb cannot be had here",
  );
  await writeDebianPackage(unpackedFolder, description, target);
  say(`Packed: ${target}`);
}

function firstLine(error) {
  return String(error instanceof Error ? error.message : error).split('\n')[0];
}
