import { homedir } from 'node:os';
import { join } from 'node:path';
import { FailedError } from '../../src-shared/errors';
import { writeAtOnce } from '../export/write-at-once';
import { makeFolder } from '../make-folder';
import { refusedWriting } from '../refused-writing';
import { keptVariables, serviceUnit } from '../server/service-unit';
import type { Terminal } from './terminal';

/**
 * Writes a systemd user unit that serves the window with these options, and says how to start it.
 * @throws FailedError where there is no systemd, or where it cannot be written
 */
export async function writeService(options: readonly string[], terminal: Terminal): Promise<void> {
  if (process.platform !== 'linux')
    throw new FailedError('--service writes a unit for systemd, which this system does not have.');
  const folder = join(process.env.XDG_CONFIG_HOME || join(homedir(), '.config'), 'systemd', 'user');
  const file = join(folder, 'parasample.service');
  const command = [process.execPath, process.argv[1] ?? '', 'serve', ...options];
  const environment = Object.fromEntries(
    keptVariables.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])),
  );
  try {
    makeFolder(folder);
    await writeAtOnce(file, Buffer.from(serviceUnit({ command, environment })));
  } catch (error) {
    throw refusedWriting(error, 'The unit', folder);
  }
  terminal.line(file);
  terminal.note(
    [
      'Start it now and with each login: systemctl --user daemon-reload && systemctl --user enable --now parasample',
      'Without a login too: loginctl enable-linger',
      'The address to open: journalctl --user -u parasample -g "is open at" -n 1',
    ].join('\n'),
  );
}
