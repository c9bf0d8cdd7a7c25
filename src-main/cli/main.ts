import { join } from 'node:path';
import { appFolders } from '../../src-files/app-folders';
import { commandHere } from '../command-here';
import { keepCompiledCode } from './compiled-code';
import { endInWords, onInterrupt, outliveTerminals } from './interrupts';
import { isAtLeast, oldestNode } from './node-version.mjs';
import { Terminal } from './terminal';

outliveTerminals();

// Whoever started this, bound to it, is gone: end too. Listening must not keep the process alive by itself.
process.once('disconnect', () => process.exit(1));
process.channel?.unref();

const terminal = new Terminal(process.stdout, process.stderr, commandHere());

keepCompiledCode(appFolders().cache);

let isInterrupted = false;

async function main(): Promise<number> {
  if (!isAtLeast(process.version, oldestNode)) {
    terminal.note(`Parasample needs Node ${oldestNode} or newer; this is ${process.version}.`);
    return 2;
  }
  const endWaiting = endInWords(() => terminal.note('Ended before anything had begun.'));
  // Loaded only now: an older Node crashes in the database's native part.
  const { runCommandLine } = await import('./command-line');
  await endWaiting();
  return runCommandLine(process.argv.slice(2), {
    folders: appFolders(),
    terminal,
    workerScript: join(__dirname, 'worker.js'),
    pageFolder: join(__dirname, '..', 'renderer'),
    onInterrupt: (listener) =>
      onInterrupt(() => {
        isInterrupted = true;
        listener();
      }),
  });
}

void main().then((code) => {
  // Nobody waits for what still goes on after that, such as a thread that reads data for a run which never began.
  if (isInterrupted && code !== 0) process.exit(code);
  process.exitCode = code;
});
