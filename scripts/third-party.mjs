import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { shippedPackages } from '../packaging/shipped-packages.mjs';
import { packageListFile } from './bundled-packages.mjs';
import { repository } from './folders.mjs';

/** Where the licences of what ships are kept. */
export const licencesFile = join(repository, 'docs', 'THIRD-PARTY-LICENCES.txt');

/** Licences that allow shipping with nothing asked but their text. Another one is for a person to read first. */
const knownLicences = ['0BSD', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', 'ISC', 'MIT'];
/** Packages whose licence has no name of its own, or another one than the package says: what its text says. */
const readLicences = {
  '@jsquash/jpeg': 'Apache-2.0, and those of mozjpeg inside, the IJG’s and BSD',
  '@jsquash/webp': 'Apache-2.0, and that of libwebp inside, BSD',
  h5wasm: "NIST's terms, and HDF5's own, a BSD licence",
  'h5wasm-plugins': "Apache-2.0, and those of the filters' libraries, BSD, MIT and bzip2's own",
};
/** Packages with libraries inside whose licences are not theirs: files beside this one with the texts. */
const textsInside = {
  'h5wasm-plugins': 'third-party-filters.txt',
  '@jsquash/jpeg': 'third-party-jpeg.txt',
  '@jsquash/webp': 'third-party-webp.txt',
  'read-excel-file': 'third-party-read-excel-file.txt',
};

/** Packages without a file of their licence, and who says so where. The text of the licence is the same for all. */
const copyrights = {
  '@tensorflow/tfjs': 'Copyright Google LLC (in its sources)',
  '@tensorflow/tfjs-backend-cpu': 'Copyright Google LLC (in its sources)',
  '@tensorflow/tfjs-backend-webgl': 'Copyright Google LLC (in its sources)',
  '@tensorflow/tfjs-converter': 'Copyright Google LLC (in its sources)',
  '@tensorflow/tfjs-core': 'Copyright Google LLC (in its sources)',
  '@tensorflow/tfjs-data': 'Copyright Google LLC (in its sources)',
  '@tensorflow/tfjs-layers': 'Copyright Google LLC (in its sources)',
  '@tensorflow/tfjs-node-gpu': 'Copyright Google LLC (in its sources)',
  seedrandom: 'Copyright 2019 David Bau (in its README)',
  tr46: 'Copyright Sebastian Mayr (in its package.json)',
};
/** Shipped packages whose files have the whole texts. */
const textsOf = { 'Apache-2.0': 'long', MIT: 'ws' };

const builtParts = ['main', 'preload', 'renderer'];

/**
 * Names of all npm packages that ship: bundled into the app, or beside it.
 * @param {string} built the folder of the built app
 */
export function shippedPackageNames(built = join(repository, 'out')) {
  const bundled = builtParts.flatMap((part) =>
    JSON.parse(readFileSync(join(built, part, packageListFile), 'utf8')),
  );
  return [...new Set([...bundled, ...Object.keys(shippedPackages)])].sort();
}

/**
 * What a package's licence is. Throws where it is of a kind that nobody has read, or its text is nowhere.
 * @param {string} name
 * @param {string} packages the folder of all packages
 */
export function licenceOf(name, packages = join(repository, 'node_modules')) {
  const folder = join(packages, name);
  const { version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const kinds = String(license).split(' AND ');
  const isKnown = kinds.every((kind) => knownLicences.includes(kind));
  if (!isKnown && !Object.hasOwn(readLicences, name))
    throw new Error(
      `${name} ${version} has the licence ${license}; read it, then name it in scripts/third-party.mjs.`,
    );
  const files = readdirSync(folder);
  const file =
    files.find((each) => /^licen[cs]e(\.(md|txt))?$/i.test(each)) ??
    files.find((each) => /^copying(\.(md|txt))?$/i.test(each));
  if (!file && !Object.hasOwn(copyrights, name))
    throw new Error(
      `${name} ${version} has no file of its licence; name its copyright in scripts/third-party.mjs.`,
    );
  const ownText = file
    ? readFileSync(join(folder, file), 'utf8').trim()
    : `${copyrights[name]}. Its licence: below.`;
  const textInside = Object.hasOwn(textsInside, name)
    ? [readFileSync(join(repository, 'scripts', textsInside[name]), 'utf8').trim()]
    : [];
  return {
    name,
    version,
    licence: readLicences[name] ?? String(license),
    text: [ownText, ...textInside].join('\n\n'),
  };
}

/** The whole file of licences. */
export function licencesText(names = shippedPackageNames()) {
  const found = names.map((name) => licenceOf(name));
  const standard = Object.entries(textsOf).map(
    ([licence, name]) => `${licence}\n\n${standardText(licence, licenceOf(name).text)}`,
  );
  return [
    readFileSync(join(repository, 'scripts', 'third-party-head.txt'), 'utf8').trim(),
    ...found.map(({ name, version, licence, text }) => `${name} ${version}\n${licence}\n\n${text}`),
    ...standard,
  ]
    .map((part) => part.replaceAll('\r\n', '\n'))
    .join(`\n\n${'-'.repeat(80)}\n\n`)
    .concat('\n');
}

/** Without the line that says whose copyright. */
function standardText(licence, text) {
  return licence === 'MIT' ? text.slice(text.indexOf('Permission is hereby granted')) : text;
}

/** Whether the app has been built with the lists that this needs. */
export function isBuilt(built = join(repository, 'out')) {
  return builtParts.every((part) => existsSync(join(built, part, packageListFile)));
}
