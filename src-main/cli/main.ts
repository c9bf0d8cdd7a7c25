import { join } from 'node:path';
import { appFolders } from '../folders';
import { runCommandLine } from './command-line';
import { Terminal } from './terminal';

// Whoever read our output is gone (`| head`): end, and with this process its workers.
process.stdout.on('error', () => process.exit(1));

// Whoever started this, bound to it, is gone: end too. Listening must not keep the process alive by itself.
process.once('disconnect', () => process.exit(1));
process.channel?.unref();

void runCommandLine(process.argv.slice(2), {
  folders: appFolders(),
  terminal: new Terminal(process.stdout, process.stderr),
  workerScript: join(__dirname, 'worker.js'),
  pageFolder: join(__dirname, '..', 'renderer'),
  onInterrupt: (listener) => {
    process.on('SIGINT', listener);
    process.on('SIGTERM', listener);
    return () => {
      process.removeListener('SIGINT', listener);
      process.removeListener('SIGTERM', listener);
    };
  },
}).then((code) => {
  process.exitCode = code;
});
