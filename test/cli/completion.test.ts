import { execFileSync } from 'node:child_process';
import { chmodSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { commandExamples } from '../../src-main/cli/command-examples';
import { commands } from '../../src-main/cli/command-line';
import { completionScript } from '../../src-main/cli/completion';
import { temporaryFolder } from '../temporary-folder';

/** What bash offers for the last of these words, with a `parasample` in PATH that lists two runs. */
function offered(...words: readonly string[]): readonly string[] {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'completion'), completionScript('bash', commands));
  writeFileSync(join(folder, 'experiment.json'), '');
  const runs = "#!/bin/sh\nprintf 'digits-1a2b  finished\\nstorm-9f00  failed\\n'\n";
  writeFileSync(join(folder, 'parasample'), runs);
  chmodSync(join(folder, 'parasample'), 0o755);
  const quoted = ['parasample', ...words].map((word) => `'${word}'`).join(' ');
  const asking = `. ./completion; COMP_WORDS=(${quoted}); COMP_CWORD=${words.length}; _parasample; printf '%s\\n' "\${COMPREPLY[@]}"`;
  const environment = { ...process.env, PATH: `${folder}${delimiter}${process.env.PATH}` };
  const output = execFileSync('bash', ['-c', asking], { cwd: folder, env: environment, encoding: 'utf8' });
  return output.split('\n').filter((line) => line !== '');
}

describe.runIf(process.platform !== 'win32')('bash completes', () => {
  test('the command', () => {
    expect(offered('re')).toEqual(['resume', 'reproduce']);
  });

  test('every command that there is', () => {
    expect(offered('')).toEqual([...commands.map(({ name }) => name), '--help', '--version']);
  });

  test('the options of a command, and no others', () => {
    expect(offered('run', '--')).toEqual(['--json', '--mode', '--devices', '--set', '--help']);
  });

  test('the ids of runs where a command takes one', () => {
    expect(offered('show', 'd')).toEqual(['digits-1a2b']);
  });

  test('files where a command takes one, and behind --out', () => {
    expect(offered('run', 'exp')).toEqual(['experiment.json']);
    expect(offered('export', 'digits-1a2b', '--out', 'exp')).toEqual(['experiment.json']);
  });
});

test.each(['zsh', 'fish'] as const)('%s knows every command and its options', (shell) => {
  const script = completionScript(shell, commands);
  for (const { name, options } of commands) {
    expect(script).toContain(name);
    for (const option of Object.keys(options)) expect(script).toMatch(new RegExp(`(--|-l )${option}\\b`));
  }
});

describe('the help’s examples', () => {
  test('are there for every command, and for no other', () => {
    expect(Object.keys(commandExamples).sort()).toEqual(commands.map(({ name }) => name).sort());
  });

  test.each(Object.entries(commandExamples))('of %s name options that it has', (name, examples) => {
    const command = commands.find((one) => one.name === name);
    expect(examples.length).toBeGreaterThan(0);
    for (const example of examples) {
      expect(example.startsWith(name)).toBe(true);
      for (const [, option] of example.matchAll(/ --([a-z-]+)/g))
        expect(Object.keys(command?.options ?? {})).toContain(option);
    }
  });
});
