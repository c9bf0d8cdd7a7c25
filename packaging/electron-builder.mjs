import { builtParts, compiledPackages, shippedPackages } from './shipped-packages.mjs';

/**
 * What electron-builder packs, for `npx electron-builder` on a machine that can fetch Electron. `npm run package` takes it
 * from here too, and changes only which Electron it packs.
 */

/** Electron's switches that no setting can turn on again (docs/security.md, item 19). */
export const fuses = {
  runAsNode: false,
  enableCookieEncryption: true,
  enableNodeOptionsEnvironmentVariable: false,
  enableNodeCliInspectArguments: false,
  // Checked by Electron on macOS and Windows; Linux has no place for the checksum.
  enableEmbeddedAsarIntegrityValidation: true,
  onlyLoadAppFromAsar: true,
  loadBrowserProcessSpecificV8Snapshot: false,
  grantFileProtocolExtraPrivileges: false,
};

const packageFiles = Object.entries(shippedPackages).flatMap(([name, patterns]) =>
  patterns.map((pattern) => `node_modules/${name}/${pattern}`),
);

const bindingSources = 'node_modules/@tensorflow/tfjs-node-gpu/binding';

/** @type {import('electron-builder').Configuration} */
export const configuration = {
  appId: 'app.parasample',
  productName: 'Parasample',
  copyright: 'MIT licence',
  directories: { output: 'release', buildResources: 'packaging' },
  files: [
    { from: 'out', to: 'out', filter: builtParts },
    'package.json',
    'src-main/datasets/digits/**',
    '!node_modules/**',
    ...packageFiles,
  ],
  extraFiles: ['LICENSE', { from: 'docs/THIRD-PARTY-LICENCES.txt', to: 'THIRD-PARTY-LICENCES.txt' }],
  // The command line needs no display: it runs on a Node of its own (`npm run package` makes this folder).
  extraResources: [
    { from: 'release/command-line', to: 'command-line' },
    // electron-builder leaves out a folder of this name unless it is asked for by itself.
    { from: 'release/command-line/node_modules', to: 'command-line/node_modules' },
    // Of packages it leaves out C++ sources in any case; beside the archive the compiler of the runtime finds them.
    { from: bindingSources, to: `app.asar.unpacked/${bindingSources}`, filter: ['*.cc'] },
  ],
  asarUnpack: ['**/*.node', ...compiledPackages.map((name) => `node_modules/${name}/**`)],
  electronFuses: fuses,
  // The only native package brings its binaries along.
  npmRebuild: false,
  linux: {
    executableName: 'parasample-desktop',
    category: 'Science',
    synopsis: 'Bayesian neural networks by sampling parallelism',
    target: ['AppImage', 'deb'],
  },
  deb: {
    maintainer: 'Parasample',
    recommends: ['python3', 'python3-pip'],
    // The command line in PATH.
    fpm: ['packaging/command.sh=/usr/bin/parasample'],
  },
  win: { target: ['nsis'] },
  nsis: { oneClick: false, allowToChangeInstallationDirectory: true },
  mac: { target: ['dmg'], category: 'public.app-category.developer-tools' },
};

export default configuration;
