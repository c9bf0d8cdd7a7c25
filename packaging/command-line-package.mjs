import { chmodSync, cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, matchesGlob, relative } from 'node:path';
import { repository } from '../scripts/folders.mjs';
import { builtParts, shippedPackages } from './shipped-packages.mjs';

/**
 * The command line as an npm package that brings all it needs: `npm install -g` fetches nothing for it.
 * @param {string} folder made anew
 */
export function stageCommandLine(folder) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const [from, to] of [
    ['packaging/parasample.mjs', 'parasample.mjs'],
    ['src-main/cli/node-version.mjs', 'node-version.mjs'],
    ['LICENSE', 'LICENSE'],
    ['docs/THIRD-PARTY-LICENCES.txt', 'THIRD-PARTY-LICENCES.txt'],
    ['examples', 'examples'],
    ['src-main/datasets/digits', 'src-main/datasets/digits'],
  ])
    cpSync(join(repository, from), join(folder, to), { recursive: true });
  chmodSync(join(folder, 'parasample.mjs'), 0o755);
  copyMatching(join(repository, 'out'), join(folder, 'out'), builtParts);
  for (const [name, patterns] of Object.entries(shippedPackages)) stagePackage(folder, name, patterns);
  writeFileSync(join(folder, 'package.json'), JSON.stringify(description(), null, 2));
}

function stagePackage(folder, name, patterns) {
  const target = join(folder, 'node_modules', name);
  copyMatching(join(repository, 'node_modules', name), target, patterns);
  // What it asks for ships too, or is not loaded: npm must neither fetch it nor run the package's install script.
  const { version, license, main } = JSON.parse(readFileSync(join(target, 'package.json'), 'utf8'));
  const reduced = { name, version, license, ...(main ? { main } : {}) };
  writeFileSync(join(target, 'package.json'), JSON.stringify(reduced, null, 2));
}

function copyMatching(from, to, patterns) {
  const isWanted = (path) =>
    path === '' || patterns.some((pattern) => matchesGlob(path, pattern) || pattern.startsWith(`${path}/`));
  cpSync(from, to, { recursive: true, filter: (source) => isWanted(relative(from, source)) });
}

function description() {
  const { name, version, description, license } = JSON.parse(
    readFileSync(join(repository, 'package.json'), 'utf8'),
  );
  const versions = Object.keys(shippedPackages).map((each) => [each, versionOf(each)]);
  return {
    name,
    version,
    description,
    license,
    type: 'commonjs',
    bin: { parasample: 'parasample.mjs' },
    engines: { node: '>=22.14' },
    dependencies: Object.fromEntries(versions),
    bundleDependencies: Object.keys(shippedPackages),
  };
}

function versionOf(name) {
  return JSON.parse(readFileSync(join(repository, 'node_modules', name, 'package.json'), 'utf8')).version;
}
