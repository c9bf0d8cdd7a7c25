import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { presets } from '../../src-main/api/presets';
import { Terminal } from '../../src-main/cli/terminal';
import { temporaryFolder } from '../temporary-folder';
import { experiment, jsonLines, newCommandShell } from './command-shell';

describe('run', () => {
  test('prints one JSON object a line; the last has the run id and the final metrics', async () => {
    const { file, call } = newCommandShell();
    const { code, out, err } = await call('run', file, '--json');
    expect([code, err]).toEqual([0, '']);
    const lines = jsonLines(out);
    expect(lines.at(-1)).toMatchObject({
      type: 'result',
      runId: expect.stringMatching(/^demo-/),
      status: 'finished',
      metrics: { 'test.accuracy': 1 },
    });
    expect(lines).toContainEqual(
      expect.objectContaining({
        type: 'metric',
        name: 'train.loss',
        value: null,
        notFinite: { value: 'not a number' },
      }),
    );
    expect(lines).toContainEqual(expect.objectContaining({ type: 'log', text: 'a line on standard error' }));
  });

  test('takes a preset by its name, where there is no file of that name', async () => {
    const { call } = newCommandShell();
    expect((await call('run', 'digits-mlp')).out).toMatch(/^digits-demo-\w+: finished$/m);
    const [run] = JSON.parse((await call('runs', '--json')).out);
    expect(run.experiment).toEqual(presets().find(({ id }) => id === 'digits-mlp')?.experiment);
  });

  test('is then listed and shown', async () => {
    const { file, call } = newCommandShell();
    const runId = String(jsonLines((await call('run', file, '--json')).out).at(-1)?.runId);
    expect(JSON.parse((await call('runs', '--json')).out)).toMatchObject([{ id: runId, status: 'finished' }]);
    expect(JSON.parse((await call('show', runId, '--json')).out)).toMatchObject({ id: runId, experiment });
    expect((await call('runs')).out).toMatch(
      new RegExp(`^${runId} +finished +[-0-9]{10} [0-9:]{5} +test\\.accuracy 1, “${experiment.name}”\n$`),
    );
    expect((await call('show', runId)).out).toMatch(/hidden:\n\s+- 8/);
  });

  test('of classes is shown with what its accuracy is to be held against, where the run kept that', async () => {
    const { file, call, home } = newCommandShell();
    const runId = String(jsonLines((await call('run', file, '--json')).out).at(-1)?.runId);
    expect((await call('show', runId)).out).not.toContain('always naming');
    const evaluation = {
      version: 1,
      items: 4,
      samples: 1,
      classNames: ['dog', 'cat'],
      reliability: [],
      bySamples: [],
      shownItems: [],
      confusion: [
        { label: 1, predicted: 0, items: 3 },
        { label: 0, predicted: 0, items: 1 },
      ],
    };
    writeFileSync(join(home, 'runs', runId, 'evaluation.json'), JSON.stringify(evaluation));
    expect((await call('show', runId)).out).toContain(
      '\n  always naming cat, the commonest of the test items, is right for 0.75\n',
    );
  });

  test('of GPUs is shown with what computed on them, as it was kept with it', async () => {
    const { file, call, home } = newCommandShell();
    const runId = String(jsonLines((await call('run', file, '--json')).out).at(-1)?.runId);
    expect((await call('show', runId)).out).not.toContain('cuDNN');
    const kept = join(home, 'runs', runId, 'environment.json');
    const gpu = { id: 'gpu:0', name: 'NVIDIA H100', driver: '580.95.05', computeCapability: '9.0' };
    const onGpu = { gpus: [gpu], cuda: '12.9.79', cudnn: '9.28.0.42', tf32: true };
    writeFileSync(kept, JSON.stringify({ ...JSON.parse(readFileSync(kept, 'utf8')), ...onGpu }));
    expect((await call('show', runId)).out).toContain(
      [
        '  gpu:0: NVIDIA H100, compute capability 9.0, driver 580.95.05',
        '  CUDA 12.9.79, cuDNN 9.28.0.42, products rounded to tf32\n',
      ].join('\n'),
    );
  });

  test('is found by a misspelled id, to ask about', async () => {
    const { file, call } = newCommandShell();
    const runId = String(jsonLines((await call('run', file, '--json')).out).at(-1)?.runId);
    expect((await call('show', `${runId}x`)).err).toContain(` Did you mean ${runId}?`);
    expect((await call('show', 'demo')).err).toContain(` Did you mean ${runId}?`);
  });

  test('takes changes from its options', async () => {
    const { file, call } = newCommandShell();
    await call(
      'run',
      file,
      '--mode',
      'sp',
      '--devices',
      'cpu:0,cpu:1',
      '--set',
      'training.epochs=2',
      '--set',
      'model.hidden=[5, 6]',
    );
    const [run] = JSON.parse((await call('runs', '--json')).out);
    expect(run.experiment).toMatchObject({
      parallel: { mode: 'sp', devices: ['cpu:0', 'cpu:1'] },
      training: { epochs: 2 },
      model: { kind: 'mlp', hidden: [5, 6] },
    });
  });

  test('reads YAML too', async () => {
    const { home, call } = newCommandShell();
    const file = join(home, 'experiment.yaml');
    writeFileSync(
      file,
      'name: In YAML\ndata: {dataset: digits}\nmodel: {kind: mlp}\nparallel:\n  mode: local\n  devices: [cpu:0]\n',
    );
    const { code, out } = await call('run', file);
    expect(code).toBe(0);
    expect(out).toMatch(/in-yaml-[0-9a-f]{4}: finished/);
  });

  test('that fails ends with 1 and the reason', async () => {
    const { file, call } = newCommandShell('crash');
    const { code, out, err } = await call('run', file, '--json');
    expect(code).toBe(1);
    expect(err).toMatch(/^Worker 0 on cpu:0 crashed \(SIGSEGV\);.*\n$/);
    expect(jsonLines(out).at(-1)).toMatchObject({ type: 'result', status: 'failed' });
  });

  test('that fails shows the last lines of its log, with their workers, and shows them again', async () => {
    const { file, call } = newCommandShell('crash');
    const { out, err } = await call('run', file, '--set', 'parallel.elastic=false');
    const runId = /demo-[0-9a-f]{4}/.exec(out)?.[0] ?? '';
    expect(err).toContain('The last lines of its log:\n  Trains with ');
    expect(err).toContain('  worker 0: about to crash\n');
    expect(err.trim().split('\n').at(-1)).toMatch(/^Worker 0 on cpu:0 crashed \(SIGSEGV\);/);
    expect((await call('show', runId)).out).toContain('  worker 0: about to crash\n');
  });

  test('is stopped by Ctrl-C, keeping what was saved', async () => {
    const { file, call, interrupt, interrupts } = newCommandShell('wait');
    const running = call('run', file, '--json');
    await vi.waitFor(async () =>
      expect(jsonLines((await call('runs', '--json')).out)[0]).toMatchObject([{ status: 'running' }]),
    );
    interrupt();
    const { code, out, err } = await running;
    expect(code).toBe(0);
    expect(err).toMatch(/^Stopping: /);
    expect(jsonLines(out).at(-1)).toMatchObject({ status: 'stopped', metrics: { 'test.accuracy': 0.5 } });
    expect(interrupts.size).toBe(0);
  });

  test('that Ctrl-C stops before it has begun is kept without scores, which is no success, and says so', async () => {
    const { file, call, interrupt, interrupts } = newCommandShell('wait');
    const running = call('run', file);
    await vi.waitFor(() => expect(interrupts.size).toBe(1));
    interrupt();
    const { code, out, err } = await running;
    expect(code).toBe(1);
    expect(err).toMatch(/^Stopping: the run has not begun yet/);
    expect(out).toMatch(/^demo-\w+: stopped$/m);
    expect(out).toMatch(/^`parasample resume demo-\w+` goes on with it\.$/m);
  });
});

describe('bad input ends with 2 and one sentence, and writes no run', () => {
  const refused = async (message: RegExp, ...argv: string[]) => {
    const { home, call } = newCommandShell();
    const { code, out, err } = await call(...argv);
    expect([code, out]).toEqual([2, '']);
    expect(err).toMatch(message);
    expect(err.trim().split('\n')).toHaveLength(1);
    expect(existsSync(join(home, 'runs'))).toBe(false);
  };

  test.each([
    ['an unknown command', ['train'], /^There is no command train; there are devices, run, /],
    ['a misspelled command', ['exprot'], /\. Did you mean export\?$/m],
    ['a misspelled option', ['runs', '--jsn'], /^Unknown option '--jsn'\. Did you mean --json\? Use it as/],
    ['a misspelled format', ['export', 'x', '--format', 'safetensor'], /Did you mean safetensors\?$/m],
    ['a misspelled data set', ['datasets', 'fetch', 'cifar10'], /Did you mean cifar-10\?$/m],
    ['a misspelled action', ['store', 'bakcup'], /Did you mean backup\?$/m],
    [
      'an unknown option',
      ['runs', '--yaml'],
      /^Unknown option '--yaml'\. Use it as: `parasample runs \[QUERY\] \[--sort COLUMN\] \[--reverse\] \[--count N\] \[--json\]`/,
    ],
    ['an option without its value', ['run', 'x.json', '--set'], /--set.*argument missing/],
    ['no file', ['run'], /^`parasample run` needs FILE\|PRESET\. Use it as: /],
    [
      'a misspelled preset',
      ['run', 'digits-mpl'],
      /^There is neither a file nor a preset named digits-mpl; presets are digits-mlp, .* Did you mean digits-mlp\?$/m,
    ],
    ['too much', ['show', 'a', 'b'], /^`parasample show` does not take b\. /],
    ['a file that is not there', ['run', '/no/such.json'], /^There is no file \/no\/such\.json\.$/m],
    ['a folder as a file', ['run', '/tmp'], /^\/tmp is a folder; name an experiment file/],
    ['a run that is not there', ['show', 'none-1'], /^There is no run named none-1;/],
    ['an unknown format', ['export', 'x', '--format', 'pickle'], /^--format: pickle is not known;/],
    [
      'an unknown data set',
      ['datasets', 'fetch', 'mnist'],
      /^There is no data set named mnist; there are digits, /,
    ],
    ['an unknown verb', ['datasets', 'get', 'digits'], /takes nothing or `fetch ID`, not get/],
    ['both runtimes', ['runtime', '--cpu', '--cuda'], /^Choose one of --cuda and --cpu\./],
    ['a port that is none', ['serve', '--port', '99999'], /^--port: 99999 is no port;/],
    ['a network without encryption', ['serve', '--host', '0.0.0.0'], /for anybody to read.*ssh -N -L/],
    [
      'a certificate without its key',
      ['serve', '--tls-cert', 'a.pem'],
      /^--tls-cert and --tls-key go together/,
    ],
    [
      'a certificate for no encryption',
      ['serve', '--insecure', '--tls-cert', 'a.pem', '--tls-key', 'b.pem'],
      /^--insecure means without encryption;/,
    ],
  ])('%s', (_what, argv, message) => refused(message, ...argv));

  test.each([
    [
      'JSON with a comma too many',
      'a.json',
      '{\n  "name": "x",\n}\n',
      /a\.json, line 3: this is not valid JSON: /,
    ],
    ['JSON that ends too early', 'a.json', '{\n"name":\n"x"', /a\.json, line 3: this is not valid JSON: /],
    [
      'YAML with a wrong indent',
      'a.yaml',
      'name: x\ndata:\n  a: 1\n b: 2\n',
      /a\.yaml, line 4: this is not valid YAML: .*in the same column.*\.$/m,
    ],
    [
      'YAML with a setting twice',
      'a.yaml',
      'seed: 1\nname: x\nseed: 2\n',
      /a\.yaml, line 3: this is not valid YAML: this setting is there twice; name it once\.$/m,
    ],
    [
      'YAML with a list that is not closed',
      'a.yaml',
      'name: x\nmodel:\n  hidden: [64\n  kind: mlp\n',
      /a\.yaml, line 3: this is not valid YAML: /,
    ],
    [
      'YAML with a tab',
      'a.yaml',
      'data:\n\tdataset: digits\n',
      /a\.yaml, line 2: this is not valid YAML: a tab begins this line; use spaces\.$/m,
    ],
    [
      'two documents',
      'a.yaml',
      'seed: 1\n---\nseed: 2\n',
      /a\.yaml, line \d: this is not valid YAML: settings are one document, and here begins another\.$/m,
    ],
    ['an empty file', 'a.yaml', '', /a\.yaml holds no settings; an experiment has at least data, /],
    ['a list', 'a.json', '[1]', /a\.json holds no settings; /],
    ['bytes', 'a.safetensors', '\0\0', /a\.safetensors is no text; an experiment is JSON or YAML\.$/m],
    ['an alias for nothing', 'a.yaml', 'data: *x', /a\.yaml, line 1: this is not valid YAML: .*x/],
    [
      'a study',
      'a.yaml',
      'kind: grid\nbase: {}\ngrid: {}\n',
      /^\S+a\.yaml is a study, not an experiment: use `parasample study \S+a\.yaml`\.\n$/,
    ],
    [
      'settings of another program',
      'a.json',
      '{"name":"x","version":"1"}',
      /^\S+a\.json is no experiment: it has none of data, model and parallel\. /,
    ],
    [
      'an unknown setting',
      'a.json',
      JSON.stringify({ ...experiment, sead: 1 }),
      /^sead: There is no such setting\./,
    ],
  ])('%s', (_what, name, text, message) => {
    const folder = temporaryFolder();
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, name), text);
    return refused(message, 'run', join(folder, name));
  });

  test.each([
    ['a wrong value', 'training.epochs=0', /^training\.epochs: /],
    ['an unknown setting', 'training.epoch=2', /^training\.epoch: There is no such setting\./],
    ['no value', 'training.epochs', /^--set takes a setting and its value/],
    [
      'a setting inside a text',
      'data.dataset.id=1',
      /^--set data\.dataset\.id: data\.dataset has no settings inside; set it whole\./,
    ],
    ['the prototype of all objects', '__proto__.seed=1', /^__proto__: There is no such setting\./],
    [
      'a value that cannot be read',
      'model.hidden=[1',
      /^model\.hidden: the value \[1 cannot be read: the \[ of this line is never closed by a \]\.$/m,
    ],
  ])('--set with %s', (_what, assignment, message) => {
    const file = join(temporaryFolder(), 'e.json');
    writeFileSync(file, JSON.stringify(experiment));
    return refused(message, 'run', file, '--set', assignment);
  });
});

test.each([
  ['home', 'HOME', ['runs']],
  ['cache', 'CACHE', ['datasets', 'fetch', 'yacht']],
  ['cache', 'CACHE', ['runtime']],
])('a folder of the app that is a file is refused in one sentence (%s)', async (folder, name, argv) => {
  const file = join(temporaryFolder(), 'a-file');
  writeFileSync(file, '');
  const { code, err } = await newCommandShell('finish', { [folder]: file }).call(...argv);
  expect(err.trim().split('\n')).toEqual([
    expect.stringMatching(
      `^The folder of .*, ${file}, is a file; set PARASAMPLE_${name} to a folder that can be written to\\.$`,
    ),
  ]);
  expect(code).toBe(2);
});

describe('asking', () => {
  test('for help shows every command; for one, how to use it', async () => {
    const { call } = newCommandShell();
    const { code, out } = await call('--help');
    expect(code).toBe(0);
    const names =
      'devices run resume reproduce study runs show export import datasets runtime serve completion'.split(
        ' ',
      );
    for (const name of names) expect(out).toMatch(new RegExp(`^  ${name} `, 'm'));
    expect((await call('serve', '--help')).out).toContain('in the folders that PARASAMPLE_FOLDERS names');
    expect((await call('export', '--help')).out).toMatch(
      /^parasample export RUN \[--format safetensors\|.*Examples:\n {2}parasample export /s,
    );
  });

  test('for nothing shows the commands, as bad input', async () => {
    const { code, err } = await newCommandShell().call();
    expect(code).toBe(2);
    expect(err).toMatch(/^Usage: parasample COMMAND/);
  });

  test('for the version', async () => {
    expect((await newCommandShell().call('--version')).out).toMatch(/^\d+\.\d+\.\d+\n$/);
  });

  test('for a network that is meant serves the window with a warning, until Ctrl-C', async () => {
    const { call, interrupts, interrupt } = newCommandShell();
    const serving = call('serve', '--host', '0.0.0.0', '--insecure');
    await vi.waitFor(() => expect(interrupts.size).toBe(1));
    interrupt();
    const { code, out, err } = await serving;
    expect(code).toBe(0);
    expect(out).toMatch(/^Parasample is open at http:\/\/[^/]+:\d+\/\?token=/);
    expect(err).toMatch(/^Warning: this window is open to the network at 0\.0\.0\.0:/);
  });

  test('for devices and data sets gives JSON', async () => {
    const { call } = newCommandShell();
    const report = JSON.parse((await call('devices', '--json')).out);
    expect(report.devices.map(({ id }: { id: string }) => id)).toContain('cpu:0');
    const datasets = JSON.parse((await call('datasets', '--json')).out);
    expect(datasets).toContainEqual(expect.objectContaining({ id: 'digits', state: 'ready' }));
  });
});

test('a status line is shown only where a person looks, and never stays', () => {
  const written: string[] = [];
  const stream = { write: (text: string) => written.push(text) };
  new Terminal(stream, stream).status('half done');
  expect(written).toEqual([]);
  const terminal = new Terminal(stream, { ...stream, isTTY: true });
  terminal.status('half done');
  terminal.line('done');
  expect(written.join('')).toBe('half done\r\u001b[Kdone\n');
});

test('what a file of another’s making holds can neither move the cursor nor rename the window', () => {
  const written: string[] = [];
  const stream = { write: (text: string) => written.push(text) };
  const terminal = new Terminal(stream, { ...stream, isTTY: true });
  const name = 'a\u001b]0;other title\u0007\r\u001b[2J\u009b31m\tb';
  terminal.line(name);
  terminal.note(name);
  terminal.status(name);
  const shown = 'a\ufffd]0;other title\ufffd\ufffd\ufffd[2J\ufffd31m\tb';
  expect(written).toEqual([`${shown}\n`, `${shown}\n`, shown]);
});
