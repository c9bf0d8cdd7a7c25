import { constants } from 'node:os';
import { parseArgs } from 'node:util';
import { bootstrap, say } from './bootstrap.mjs';
import { standWithCaller } from './caller.mjs';
import { ensureElectron } from './electron-binary.mjs';
import { repository } from './folders.mjs';
import { passThrough } from './pass-through.mjs';
import { runMain, SetupError } from './setup-error.mjs';

await runMain(async () => {
  const tryAgain = wantsElectronTriedAgain(process.argv.slice(2));
  standWithCaller();
  const { node, cli } = await bootstrap();
  if ((await passThrough(node, [cli, 'runtime'])) !== 0)
    say('Training goes without that: on CPU slots, or with the slow JavaScript engine.');
  const electron = hasDisplay() ? await ensureElectron(node, say, tryAgain) : undefined;
  const code = electron ? await runElectron(electron) : undefined;
  if (code !== undefined) return code;
  say(`${whyNoWindow(electron)}, so Parasample opens in the browser.`);
  return passThrough(node, [cli, 'serve'], { bound: true });
});

function wantsElectronTriedAgain(args) {
  try {
    return parseArgs({ args, options: { electron: { type: 'boolean', default: false } } }).values.electron;
  } catch {
    throw new SetupError(`npm start takes only --electron, not ${args.join(' ')}.`);
  }
}

function hasDisplay() {
  if (process.platform !== 'linux') return true;
  return Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);
}

/**
 * @returns {Promise<number | undefined>} the exit code; undefined where Electron crashed as it started, as it does where
 * the system forbids Chromium's sandbox
 */
async function runElectron(electron) {
  // Chromium refuses to run as root with its sandbox.
  const args = process.getuid?.() === 0 ? ['--no-sandbox', repository] : [repository];
  const started = Date.now();
  const code = await passThrough(electron, args);
  const crashes = ['SIGTRAP', 'SIGABRT', 'SIGSEGV', 'SIGILL'].map(
    (signal) => 128 + constants.signals[signal],
  );
  return crashes.includes(code) && Date.now() - started < 10_000 ? undefined : code;
}

function whyNoWindow(electron) {
  if (!hasDisplay()) return 'There is no display here';
  if (electron) return 'Electron cannot run here';
  return 'The Electron binary cannot be fetched here (`npm start -- --electron` tries again)';
}
