import { parseArgs } from 'node:util';
import { bootstrap, say } from './bootstrap.mjs';
import { ensureElectron } from './electron-binary.mjs';
import { repository } from './folders.mjs';
import { passThrough } from './pass-through.mjs';
import { runMain, SetupError } from './setup-error.mjs';

await runMain(async () => {
  const tryAgain = wantsElectronTriedAgain(process.argv.slice(2));
  const { node, cli } = await bootstrap();
  if ((await passThrough(node, [cli, 'runtime'])) !== 0) say('Training will use the slow JavaScript engine.');
  const electron = hasDisplay() ? await ensureElectron(node, say, tryAgain) : undefined;
  if (electron) return passThrough(electron, electronArguments());
  say(
    hasDisplay()
      ? 'The Electron binary cannot be fetched here, so Parasample opens in the browser (`npm start -- --electron` tries again).'
      : 'There is no display here, so Parasample opens in the browser.',
  );
  return passThrough(node, [cli, 'serve']);
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

/** Chromium refuses to run as root with its sandbox. */
function electronArguments() {
  return process.getuid?.() === 0 ? ['--no-sandbox', repository] : [repository];
}
