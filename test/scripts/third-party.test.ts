import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { packageFolder } from '../../scripts/bundled-packages.mjs';
import {
  isBuilt,
  licenceOf,
  licencesFile,
  licencesText,
  shippedPackageNames,
} from '../../scripts/third-party.mjs';
import { temporaryFolder } from '../temporary-folder';

describe.runIf(isBuilt())('the file of licences', () => {
  test('is that of what the built app has: `node scripts/licences.mjs` writes it anew', () => {
    expect(readFileSync(licencesFile, 'utf8')).toBe(licencesText());
  });

  test('leaves out no package that our code asks for', () => {
    const shipped = shippedPackageNames();
    const asked = ['src-main', 'src-workers', 'src-shared', 'src-files', 'src-renderer'].flatMap(
      packagesAskedFor,
    );
    expect(asked).toContain('zod');
    // The build puts what is used of tfjs in the place of its umbrella package (src-workers/engine/used-of-tfjs.ts).
    const elsewhere = ['electron', '@tensorflow/tfjs'];
    expect(asked.filter((name) => !shipped.includes(name) && !elsewhere.includes(name))).toEqual([]);
  });
});

/** Packages that the sources in a folder import something of that is there when they run. */
function packagesAskedFor(folder: string): string[] {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
    /\.(ts|svelte)$/.test(name),
  );
  const texts = files.map((name) => readFileSync(join(folder, name), 'utf8'));
  const imports = texts.flatMap((text) => [
    ...text.matchAll(
      /^import (?!type )[^;]*? from '([^'.][^']*)'|^import '([^'.][^']*)'|import\('([^'.][^']*)'\)/gm,
    ),
  ]);
  const names = imports.map(([, from, whole, later]) => from ?? whole ?? later ?? '');
  return names
    .filter((name) => !name.startsWith('node:') && !builtinModules.includes(name))
    .map((name) =>
      name
        .split('/')
        .slice(0, name.startsWith('@') ? 2 : 1)
        .join('/'),
    );
}

describe('the licence of a package', () => {
  function packages(description: object, files: Readonly<Record<string, string>>): string {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'a'));
    writeFileSync(join(folder, 'a', 'package.json'), JSON.stringify({ version: '1.0.0', ...description }));
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, 'a', name), text);
    return folder;
  }

  test('is its kind and its text', () => {
    const folder = packages({ license: 'MIT' }, { 'LICENCE.md': 'Do as you like.\n' });
    expect(licenceOf('a', folder)).toEqual({
      name: 'a',
      version: '1.0.0',
      licence: 'MIT',
      text: 'Do as you like.',
    });
  });

  test.each(['GPL-3.0', 'MIT AND SSPL-1.0', undefined])('of kind %s stops the release', (license) => {
    const folder = packages({ license }, { LICENSE: 'x' });
    expect(() => licenceOf('a', folder)).toThrow(/^a 1\.0\.0 has the licence /);
  });

  test('without its text stops the release', () => {
    expect(() => licenceOf('a', packages({ license: 'MIT' }, {}))).toThrow(
      /^a 1\.0\.0 has no file of its licence/,
    );
  });
});

test.each([
  ['/app/node_modules/zod/v4/index.js', ['/app/node_modules/zod']],
  ['\0/app/node_modules/@kurkle/color/dist/color.js?commonjs', ['/app/node_modules/@kurkle/color']],
  ['/app/node_modules/a/node_modules/b/index.js', ['/app/node_modules/a/node_modules/b']],
  ['/app/src-main/cli/main.ts', []],
])('%j is of the packages %j', (module, folders) => {
  expect(packageFolder(module)).toEqual(folders);
});
