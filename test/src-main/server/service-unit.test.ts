import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { serviceUnit } from '../../../src-main/server/service-unit';
import { temporaryFolder } from '../../temporary-folder';

const odd = 'a "folder" of 100 % and $HOME, \\';

test('names are written as systemd reads them, quotation marks, specifiers and variables among them', () => {
  const unit = serviceUnit({
    command: ['/usr/bin/node', odd, 'serve'],
    environment: { PARASAMPLE_HOME: odd },
  });
  expect(unit).toContain('ExecStart="/usr/bin/node" "a \\"folder\\" of 100 %% and $$HOME, \\\\" "serve"\n');
  // Of variables a dollar sign is no variable (systemd.exec(5)).
  expect(unit).toContain('Environment="PARASAMPLE_HOME=a \\"folder\\" of 100 %% and $HOME, \\\\"\n');
});

test('systemd finds nothing wrong with it', ({ skip }) => {
  const file = join(temporaryFolder(), 'parasample.service');
  const command = [process.execPath, odd, 'serve', '--port', '8080'];
  writeFileSync(file, serviceUnit({ command, environment: { PARASAMPLE_HOME: odd } }));
  const verified = spawnSync('systemd-analyze', ['verify', '--user', file], {
    encoding: 'utf8',
    env: { ...process.env, XDG_RUNTIME_DIR: temporaryFolder() },
  });
  if (verified.error) return skip('there is no systemd-analyze here.');
  expect(verified.stderr).not.toContain('parasample.service');
});
