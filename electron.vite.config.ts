import { resolve } from 'node:path';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'electron-vite';
import { bundledPackages } from './scripts/bundled-packages.mjs';
import { hashOfFiles } from './scripts/sources-hash.mjs';

// The tests' Electron can be an old one (docs/testing.md); only their build is aimed at it.
const rig = process.env.PARASAMPLE_RIG === '1';
const outFolder = rig ? 'out-rig' : 'out';
const nodeTarget = rig ? 'node16.17' : 'node24';
const chromeTarget = rig ? 'chrome108' : 'chrome140';

// Native packages stay outside; all else is bundled, since old Node cannot require ES modules.
const external = ['electron', 'better-sqlite3'];

/** Of tfjs's umbrella package only what is used: its layers, converter and WebGL would take a tenth of a second of every worker's start. */
const usedOfTfjs = [
  { find: /^@tensorflow\/tfjs$/, replacement: resolve('src-workers/engine/used-of-tfjs.ts') },
];

/** What decides the numbers that a run computes (src-main/code-version.ts). */
const trainingSources = hashOfFiles(resolve('.'), [
  'src-workers',
  'src-shared',
  'src-files',
  'native',
  'package-lock.json',
]);

export default defineConfig({
  main: {
    define: { __TRAINING_SOURCES__: JSON.stringify(trainingSources.slice(0, 12)) },
    plugins: [bundledPackages()],
    resolve: { alias: usedOfTfjs },
    build: {
      externalizeDeps: false,
      outDir: `${outFolder}/main`,
      target: nodeTarget,
      rolldownOptions: {
        external,
        // Otherwise code that two entries share may end in one of them, and the other would run that entry too.
        preserveEntrySignatures: 'strict',
        input: {
          electron: resolve('src-main/electron/main.ts'),
          cli: resolve('src-main/cli/main.ts'),
          worker: resolve('src-workers/worker.ts'),
          'load-libraries': resolve('src-main/runtime/load-libraries.ts'),
          'try-gpu': resolve('src-workers/try-gpu.ts'),
          'check-data-thread': resolve('src-main/datasets/check-data-thread.ts'),
          'look-at-data-thread': resolve('src-main/datasets/look-at-data-thread.ts'),
          'hdf5-thread': resolve('src-files/netcdf/hdf5-thread.ts'),
          'hdf5-slabs-thread': resolve('src-files/netcdf/hdf5-slabs-thread.ts'),
          'check-store-thread': resolve('src-main/store/check-store-thread.ts'),
          'packing-thread': resolve('src-files/pictures/packing-thread.ts'),
          'network-thread': resolve('src-main/networks/network-thread.ts'),
          'reading-thread': resolve('src-workers/data/reading-thread.ts'),
        },
        output: { format: 'cjs' },
      },
    },
  },
  preload: {
    plugins: [bundledPackages()],
    build: {
      externalizeDeps: false,
      outDir: `${outFolder}/preload`,
      target: nodeTarget,
      rolldownOptions: {
        external: ['electron'],
        input: { preload: resolve('src-main/electron/preload.ts') },
        output: { format: 'cjs' },
      },
    },
  },
  renderer: {
    root: 'src-renderer',
    plugins: [svelte(), bundledPackages()],
    build: {
      outDir: `${outFolder}/renderer`,
      target: chromeTarget,
      minify: true,
      rolldownOptions: { input: { index: resolve('src-renderer/index.html') } },
    },
  },
});
