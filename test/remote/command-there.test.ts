import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { askingCommand, missingMark } from '../../src-main/remote/command-there';
import { temporaryFolder } from '../temporary-folder';

/** What a login there prints, of a person with this profile, whose parasample says what it was called with and sees. */
function answerOf(profile: string, shell: string, command = 'parasample') {
  const home = temporaryFolder();
  const there = join(home, 'there');
  execFileSync('mkdir', [there]);
  writeFileSync(join(home, '.profile'), profile);
  writeFileSync(
    join(there, 'parasample'),
    '#!/bin/bash\necho "$*; conf $SLURM_CONF; module $(module list 2>&1); $(env | grep -c ^PARASAMPLE_)"\n',
    { mode: 0o755 },
  );
  const env = { HOME: home, SHELL: shell, PATH: `${there}:/usr/bin:/bin` };
  try {
    const out = execFileSync('/bin/sh', ['-c', askingCommand(command, 4321)], { env, encoding: 'utf8' });
    return out.trim().split('\n').at(-1);
  } catch (error) {
    return error instanceof Error && 'stdout' in error ? String(error.stdout).trim() : 'no answer';
  }
}

const profile = [
  'echo Welcome',
  'export SLURM_CONF="/etc/a b/slurm.conf"',
  'module() { echo "modules $*"; }',
  'export -f module',
  // As profiles do that know nothing of what the connection had set.
  'PATH=/usr/bin:/bin',
].join('\n');

test('a server there is asked for within what the profile of a login sets up, its variables and functions', () => {
  expect(answerOf(profile, '/bin/bash')).toBe(
    'serve --for-tunnel 4321; conf /etc/a b/slurm.conf; module modules list; 0',
  );
});

test.each(['/bin/false', '/nowhere/sh', '/bin/dash'])(
  'a login shell %s that does not run such commands, or knows no functions, keeps nobody out',
  (shell) => {
    expect(answerOf('', shell)).toMatch(/^serve --for-tunnel 4321; conf ; module .*not found; 0$/);
  },
);

test('a profile that ends the shell keeps nobody out', () => {
  expect(answerOf('exit 7', '/bin/bash')).toMatch(/^serve --for-tunnel 4321; /);
});

test('that there is no such command is told by a mark of its own', () => {
  expect(answerOf(profile, '/bin/bash', 'parasample-of-another-name')).toContain(missingMark);
});
