import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { commandExamples } from '../../../src-main/cli/command-examples';
import { commands } from '../../../src-main/cli/command-line';
import { type CompletionShell, completionScript } from '../../../src-main/cli/completion/completion';
import { exportFormatSchema } from '../../../src-shared/posterior/posterior-work';
import { runExportFormatSchema } from '../../../src-shared/runs/run-export-formats';
import { temporaryFolder } from '../../temporary-folder';
import { experiment, newCommandShell } from '../command-shell';

/** What is offered for the last of these words: words, and `:files` where the shell's own files are wanted. */
async function offered(...words: readonly string[]): Promise<readonly string[]> {
  const { out } = await newCommandShell().call('--complete', ...words);
  return out.split('\n').flatMap((line) => line.split('\t')[0] || []);
}

describe('the command line offers', () => {
  test('the commands, each with what it does', async () => {
    expect(await offered('')).toEqual([...commands.map(({ name }) => name), '--help', '--version']);
    expect(await offered('re')).toEqual(['resume', 'reproduce', 'report']);
    const { out } = await newCommandShell().call('--complete', 'devi');
    expect(out).toBe('devices\tLists the devices of this machine\n');
  });

  test('the options of a command that are not given yet, and those that may be given again', async () => {
    const ofCluster = [
      'on',
      'detach',
      'partition',
      'account',
      'time',
      'nodes',
      'gpus',
      'processes',
      'cpus',
      'sbatch',
    ];
    const last = [...ofCluster.map((name) => `--${name}`), '--help'];
    expect(await offered('run', '--')).toEqual(['--json', '--mode', '--devices', '--set', ...last]);
    expect(await offered('run', 'a.json', '--json', '--mode', 'sp', '--set', 'seed=1', '--')).toEqual([
      '--devices',
      '--set',
      ...last,
    ]);
  });

  test('the values of an option', async () => {
    expect(await offered('run', 'a.json', '--mode', '')).toEqual(['local', 'sp', 'ddp', 'hybrid']);
    expect(await offered('run', 'a.json', '--on', '')).toEqual(['cluster']);
    expect(await offered('export', 'a', '--format', '')).toEqual([
      ...exportFormatSchema.options,
      ...runExportFormatSchema.options,
    ]);
    expect(await offered('export', 'a', '--draws', 'f')).toEqual(['frozen', 'fresh']);
  });

  test('the devices that a list does not name yet', async () => {
    expect(await offered('run', 'a.json', '--devices', 'cpu:0')).toContain('cpu:0');
    expect(await offered('run', 'a.json', '--devices', 'cpu:0,')).not.toContain('cpu:0,cpu:0');
  });

  test('the settings of the experiment that is named, those of its own model', async () => {
    const { file } = newCommandShell();
    expect(await offered('run', file, '--set', 'model.')).toEqual(
      ['kind', 'hidden', 'activation', 'dropout'].map((name) => `model.${name}=`),
    );
    expect(await offered('run', file, '--set', 'training.ep')).toEqual(['training.epochs=']);
  });

  test('what follows a command: its actions, data sets, shells', async () => {
    expect(await offered('store', '')).toEqual(['check', 'backup', 'restore']);
    expect(await offered('datasets', 'fetch', 'c')).toEqual(['cifar-10', 'concrete']);
    expect(await offered('completion', '')).toEqual(['bash', 'zsh', 'fish']);
  });

  test('runs where a command takes one, with their states, and makes no home to find them', async () => {
    expect(await offered('show', '')).toEqual([]);
    const { call, file } = newCommandShell();
    await call('run', file);
    expect((await call('--complete', 'show', 'de')).out).toMatch(/^demo-[0-9a-f]{4}\tfinished\n$/);
    expect((await call('--complete', 'show', 'other')).out).toBe('');
  });

  test('files where a command takes one, and nothing where it takes no more', async () => {
    expect(await offered('run', 'exp')).toEqual([':files']);
    expect(await offered('cluster', '')).toEqual([':files']);
    expect(await offered('export', 'a', '--out', '')).toEqual([':files']);
    expect(await offered('show', 'a', '')).toEqual([]);
    expect(await offered('no-command', '')).toEqual([]);
  });
});

/**
 * What a shell makes of the answers of a command line that offers `answer`, for a line typed in a folder with a file
 * `experiment one.json` and a folder `exports`.
 */
function completed(shell: CompletionShell, line: string, answer: readonly string[]): readonly string[] {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'experiment one.json'), JSON.stringify(experiment));
  mkdirSync(join(folder, 'exports'));
  writeFileSync(join(folder, 'answer'), answer.map((each) => `${each}\n`).join(''));
  // It answers only if it is asked about the words of the line.
  const words = line.split(/\s+/).slice(1);
  const asked = ['--complete', ...words].map((word) => `'${word}'`).join(' ');
  const program = `#!/bin/bash\nexpected=(${asked})\n[ "\${*@Q}" = "\${expected[*]@Q}" ] && cat '${folder}/answer'\n`;
  writeFileSync(join(folder, 'parasample'), program);
  chmodSync(join(folder, 'parasample'), 0o755);
  writeFileSync(join(folder, 'completion'), completionScript(shell, { asking: 'parasample' }));
  const environment = { ...process.env, HOME: folder, PATH: `${folder}${delimiter}${process.env.PATH}` };
  const output = execFileSync(shell, [...quiet[shell], '-c', asks[shell](line)], {
    cwd: folder,
    env: environment,
    encoding: 'utf8',
  });
  return output.split('\n').filter((each) => each !== '');
}

const quiet = { bash: ['--norc'], zsh: ['-f'], fish: ['--no-config'] };

const asks: Readonly<Record<CompletionShell, (line: string) => string>> = {
  // As bash fills its variables when the tab key is pressed; compopt works only then.
  bash: (line) => `compopt() { :; }; . ./completion; COMP_LINE='${line}'; COMP_POINT=\${#COMP_LINE}
    _parasample; printf '%s\\n' "\${COMPREPLY[@]}"`,
  // The two functions of zsh's completion system that it calls print what they get.
  zsh: (line) => `compdef() { : }; _describe() { print -rl -- \${(P)2} }; _files() { print -rl -- *(N) }
    . ./completion; words=(\${(s: :)"$(print -r -- '${line}|')"}); words[-1]=\${words[-1]%|}; CURRENT=\${#words}; _parasample`,
  fish: (line) => `source ./completion; complete -C '${line}'`,
};

const isThere = (shell: string) => spawnSync(shell, ['--version']).status === 0;
const shells = (['bash', 'zsh', 'fish'] as const).filter((shell) => isThere(shell));

describe.each(shells)('%s shows', (shell) => {
  test('what is offered', () => {
    const shown = completed(shell, 'parasample show di', ['digits-1a2b\tfinished', 'digits-9f00\tfailed']);
    expect(shown.map((each) => each.split(/[\t:]/)[0])).toEqual(['digits-1a2b', 'digits-9f00']);
  });

  test('files', () => {
    expect(completed(shell, 'parasample run exp', [':files'])).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^experiment(\\)? one\.json$/),
        expect.stringMatching(/^exports/),
      ]),
    );
  });

  test('words with colons and equals signs', () => {
    const plain = (shown: readonly string[]) => shown.map((each) => each.replaceAll('\\', '').split('\t')[0]);
    // bash counts a colon or an equals sign as the start of a new word.
    const kept = (word: string) => (shell === 'bash' ? word.replace(/.*[:=](?=.)/, '') : word);
    expect(plain(completed(shell, 'parasample resume x --devices cpu:', ['cpu:0', 'cpu:1']))).toEqual(
      ['cpu:0', 'cpu:1'].map(kept),
    );
    expect(plain(completed(shell, 'parasample run x --set training.e', ['training.epochs=']))).toEqual([
      'training.epochs=',
    ]);
  });

  test('nothing, where the command line fails', () => {
    expect(completed(shell, 'parasample run x', []).filter((each) => each.trim() !== '')).toEqual([]);
  });
});

describe('the script', () => {
  test('of a checkout, which is in no PATH, makes `parasample` stand for it', async () => {
    vi.stubEnv('PARASAMPLE_COMMAND', 'npm run -s parasample --');
    for (const shell of ['bash', 'zsh', 'fish']) {
      const { out } = await newCommandShell().call('completion', shell);
      expect(out).toMatch(/PARASAMPLE_COMMAND.?parasample.*scripts\/parasample\.mjs' ("\$@"|\$argv)/);
    }
  });

  test('of a shell that is not known asks about one that is', async () => {
    const { code, err } = await newCommandShell().call('completion', 'bsh');
    expect([code, err]).toEqual([2, expect.stringMatching(/Did you mean bash\?\n$/)]);
  });
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
