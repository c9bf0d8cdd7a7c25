import { prepareRig } from '../test/rig/prepare.mjs';
import { say } from './bootstrap.mjs';
import { ensureElectron } from './electron-binary.mjs';
import { repository } from './folders.mjs';
import { SetupError } from './setup-error.mjs';
import { ensureSystemPackages } from './system-packages.mjs';
import { addCounts, failure, noTests } from './test-counts.mjs';
import { runSpecs, skipSpecs } from './vitest-run.mjs';

const config = 'test/e2e/vitest.config.mts';

/**
 * Runs the end-to-end specs twice, in Chromium and in Electron; where this machine lacks what they need, they are
 * counted as skipped and the reason is given.
 * @returns {Promise<{counts: {passed: number, failed: number, skipped: number}, reasons: string[]}>}
 */
export async function runEndToEnd() {
  const missing = await ensureSystemPackages(say);
  if (missing.length > 0) return skipBoth(`these system packages are missing: ${missing.join(', ')}`);
  const browser = await runSpecs(config, { PARASAMPLE_E2E: 'browser' });
  const electron = await findElectron();
  if (electron.reason) {
    const skipped = await skipSpecs(config, { PARASAMPLE_E2E: 'electron' });
    return { counts: addCounts(browser, skipped), reasons: [`the specs in Electron: ${electron.reason}`] };
  }
  const display = process.env.DISPLAY || process.env.WAYLAND_DISPLAY ? [] : ['xvfb-run', '-a'];
  const environment = {
    PARASAMPLE_E2E: 'electron',
    PARASAMPLE_ELECTRON: electron.executable,
    PARASAMPLE_ELECTRON_APP: electron.appFolder,
  };
  const inElectron = await runSpecs(config, environment, display);
  const inPackages = await runPackedSpecs(display);
  return { counts: [browser, inElectron, inPackages].reduce(addCounts), reasons: [] };
}

/** Packs the app as people get it, and holds that against its specs. Not to be packed at all counts as one failure. */
async function runPackedSpecs(display) {
  const specs = 'test/packaging/vitest.config.mts';
  if (process.platform !== 'linux') return skipSpecs(specs, {});
  try {
    return await runSpecs(specs, await packed(), display);
  } catch (error) {
    console.error(error);
    return failure(`packing the app: ${error}`);
  }
}

/** What the specs of packages are told, once these are made. */
async function packed() {
  // Here and not above: electron-builder takes a second to load.
  const { configurationHere, pack, packCommandLine, unpackedExecutable } = await import(
    '../packaging/pack.mjs'
  );
  say('Packing the app, to test what people get');
  const commandLine = await packCommandLine();
  const { configuration } = await configurationHere(say, prepareRig);
  await pack(configuration, ['dir']);
  return { PARASAMPLE_PACKED: unpackedExecutable, PARASAMPLE_PACKED_COMMAND: commandLine };
}

/** npm's own Electron where its binary can be had, else the test rig. */
async function findElectron() {
  const executable = await ensureElectron(process.execPath, say, false);
  if (executable) return { executable, appFolder: repository };
  if (process.platform !== 'linux' || process.arch !== 'x64')
    return {
      reason: 'the Electron binary cannot be fetched here, and the stand-in is for Linux on x64 only',
    };
  try {
    return await prepareRig(say);
  } catch (error) {
    if (error instanceof SetupError && error.exitCode === 2) return { reason: error.message };
    throw error;
  }
}

async function skipBoth(reason) {
  const once = await skipSpecs(config, { PARASAMPLE_E2E: 'browser' });
  return { counts: addCounts(addCounts(noTests, once), once), reasons: [`the end-to-end specs: ${reason}`] };
}
