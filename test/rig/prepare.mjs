import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ensureBuild } from '../../scripts/build.mjs';
import { cacheFolder, repository } from '../../scripts/folders.mjs';
import { hashOfFiles } from '../../scripts/sources-hash.mjs';
import { compileSqlite } from './compile-sqlite.mjs';
import { fetchElectronRuntime } from './electron-runtime.mjs';

/**
 * A real, if old, Electron (22.3.25: Node 16.17, Chrome 108) and the app built for it: for tests where npm's Electron
 * cannot be fetched. Runs on Node 24.
 * @param {(line: string) => void} say
 * @returns {Promise<{executable: string, appFolder: string}>}
 */
export async function prepareRig(say) {
  const cache = join(cacheFolder(), 'electron-rig');
  mkdirSync(cache, { recursive: true });
  const runtime = join(cache, `electron-${recipeOf('electron-runtime.mjs', 'default-app.cjs', 'asar.mjs')}`);
  if (!existsSync(runtime)) {
    say('Test rig: downloading its Electron, 102 MB');
    await fetchElectronRuntime(runtime);
  }
  const database = join(cache, `${databaseName()}.node`);
  if (!existsSync(database)) {
    say('Test rig: compiling its database, about 30 s');
    await compileSqlite(database);
  }
  await ensureBuild(process.execPath, say, 'out-rig');
  return { executable: join(runtime, 'electron'), appFolder: stageApp(database) };
}

/** Changes with what made a part, so that a part made by older code is not used. */
function recipeOf(...names) {
  return hashOfFiles(import.meta.dirname, names).slice(0, 12);
}

function databaseName() {
  const description = join(repository, 'node_modules', 'better-sqlite3', 'package.json');
  const { version } = JSON.parse(readFileSync(description, 'utf8'));
  return `better_sqlite3-${version}-${recipeOf('compile-sqlite.mjs', 'node-api-8.c')}`;
}

/** The app as Electron expects it, in out-rig/app: packages are linked but for the database, whose binary is ours. */
function stageApp(database) {
  const appFolder = join(repository, 'out-rig', 'app');
  rmSync(appFolder, { recursive: true, force: true });
  const packages = join(appFolder, 'node_modules');
  mkdirSync(packages, { recursive: true });
  cpSync(join(repository, 'package.json'), join(appFolder, 'package.json'));
  for (const part of ['main', 'preload', 'renderer'])
    cpSync(join(repository, 'out-rig', part), join(appFolder, 'out', part), { recursive: true });
  for (const name of readdirSync(join(repository, 'node_modules')))
    if (!name.startsWith('.') && name !== 'better-sqlite3')
      symlinkSync(join(repository, 'node_modules', name), join(packages, name));
  stageDatabase(join(packages, 'better-sqlite3'), database);
  return appFolder;
}

/** A binary in build/Release is found before the ones that the package brings. */
function stageDatabase(folder, database) {
  const original = join(repository, 'node_modules', 'better-sqlite3');
  for (const part of ['package.json', 'lib'])
    cpSync(join(original, part), join(folder, part), { recursive: true });
  const binary = join(folder, 'build', 'Release', 'better_sqlite3.node');
  mkdirSync(dirname(binary), { recursive: true });
  cpSync(database, binary);
}
