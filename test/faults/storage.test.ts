import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  appendFileSync,
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import Sqlite from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { checkStore } from '../../src-main/store/check-store';
import { openStore } from '../../src-main/store/store';
import { workerPids } from '../e2e/worker-processes';
import { learnedOf } from '../src-workers/run/worker-crew';
import { temporaryFolder } from '../temporary-folder';
import { isWhole, pick, randomFrom, seed } from './random';

const cli = resolve('out', 'main', 'cli.js');
/** Long enough that a quick machine still trains when it has told of the first steps, which it does in batches. */
const steps = 500;
const rounds = Array.from({ length: isWhole ? 8 : 1 }, (_, round) => round);

const experiment = {
  name: 'Storage',
  data: { dataset: 'digits' },
  model: { kind: 'mlp', hidden: [16] },
  training: { samples: 2, batchSize: 128, steps, epochs: 200, checkpoint: { everySteps: 20 } },
  parallel: { mode: 'local', devices: ['cpu:0'], threadsPerDevice: 1 },
};

const started: ChildProcess[] = [];
afterAll(() => {
  for (const child of started) child.kill('SIGKILL');
});

interface Answer {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** For root no file is read-only, so that somebody else must try. */
const unprivileged =
  process.getuid?.() === 0
    ? ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups', process.execPath]
    : [process.execPath];
const canBeUnprivileged =
  spawnSync(unprivileged[0], [...unprivileged.slice(1), cli, '--version']).status === 0;

/** The command line in a home, with the JavaScript engine: what is tested here is no engine's. */
class Shell {
  readonly home: string;
  readonly #environment: NodeJS.ProcessEnv;

  constructor(home = temporaryFolder()) {
    this.home = home;
    const elsewhere = temporaryFolder();
    writeFileSync(join(elsewhere, 'experiment.json'), JSON.stringify(experiment));
    this.#environment = {
      ...process.env,
      PARASAMPLE_HOME: home,
      PARASAMPLE_CACHE: join(elsewhere, 'cache'),
      EXPERIMENT: join(elsewhere, 'experiment.json'),
    };
  }

  get experiment(): string {
    return this.#environment.EXPERIMENT ?? '';
  }

  start(...args: string[]): Going {
    const child = spawn(process.execPath, [cli, ...args, '--json'], { env: this.#environment });
    started.push(child);
    return new Going(child);
  }

  call(...args: string[]): Answer {
    return this.#answer(process.execPath, [cli, ...args]);
  }

  /** As a user who may only read what others may. */
  callUnprivileged(...args: string[]): Answer {
    return this.#answer(unprivileged[0], [...unprivileged.slice(1), cli, ...args]);
  }

  #answer(command: string, args: readonly string[]): Answer {
    const { status, stdout, stderr } = spawnSync(command, args, { env: this.#environment, encoding: 'utf8' });
    return { code: status, out: stdout, err: stderr };
  }

  /** All that the run learned, as the store has it; fails where a point is there twice. */
  learned(runId: string): ReadonlyMap<string, number> {
    const store = openStore(this.home);
    try {
      return learnedOf(store.reader.points(runId, 0));
    } finally {
      store.close();
    }
  }
}

/** A run of the command line that goes on. */
class Going {
  runId = '';
  status = '';
  step = 0;
  phase = '';
  err = '';

  constructor(readonly child: ChildProcess) {
    child.stderr?.on('data', (text) => {
      this.err += text;
    });
    if (child.stdout)
      createInterface({ input: child.stdout }).on('line', (line) => this.#take(JSON.parse(line)));
  }

  /** Waits until the run tells that it has taken so many steps. */
  async until(step: number): Promise<void> {
    await vi.waitFor(() => expect(this.step).toBeGreaterThanOrEqual(step), { timeout: 120_000, interval: 5 });
  }

  async untilTold(sentence: RegExp): Promise<void> {
    await vi.waitFor(() => expect(this.err).toMatch(sentence), { timeout: 120_000, interval: 5 });
  }

  async ended(): Promise<number | null> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return this.child.exitCode;
    return (await once(this.child, 'close'))[0];
  }

  #take(message: { runId?: string; status?: string; progress?: { step: number; phase: string } }): void {
    this.runId = message.runId ?? this.runId;
    this.status = message.status ?? this.status;
    this.step = message.progress?.step ?? this.step;
    this.phase = message.progress?.phase ?? this.phase;
  }
}

const spoolsIn = (home: string) => readdirSync(join(home, 'spool'));

/** What the same run learns where nothing goes wrong. */
let whole: ReadonlyMap<string, number>;
beforeAll(async () => {
  const home = mkdtempSync(join(tmpdir(), 'parasample-storage-'));
  try {
    const child = spawn(process.execPath, [cli, 'run', writeExperiment(home), '--json'], {
      env: { ...process.env, PARASAMPLE_HOME: home, PARASAMPLE_CACHE: join(home, 'cache') },
    });
    started.push(child);
    const run = new Going(child);
    expect(await run.ended(), run.err).toBe(0);
    const store = openStore(home);
    whole = learnedOf(store.reader.points(run.runId, 0));
    store.close();
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
});

function writeExperiment(folder: string): string {
  const file = join(folder, 'experiment.json');
  writeFileSync(file, JSON.stringify(experiment));
  return file;
}

/** Keeps the database locked for some steps, or for a moment, then kills the core. Resolves with the last step that it had told of. */
async function killWhileHeld(home: string, run: Going, random: () => number): Promise<number> {
  const other = new Sqlite(join(home, 'parasample.sqlite'));
  other.exec('BEGIN IMMEDIATE');
  // At once: a core that goes on has told of the step it begins at, and its worker of nothing yet.
  await run.until(Math.min(run.step + pick(random, [0, 15, 25, 35]), steps - 5));
  const seen = run.step;
  if (random() < 0.5) {
    // Between the spool and the merge, or in the middle of it.
    other.exec('ROLLBACK');
  }
  run.child.kill('SIGKILL');
  await run.ended();
  if (other.inTransaction) other.exec('ROLLBACK');
  other.close();
  return seen;
}

describe('a database that another process keeps locked', () => {
  test('stops no run: it trains to its end, and the next start stores what is left', async () => {
    const shell = new Shell();
    const run = shell.start('run', shell.experiment);
    await run.until(1);
    const other = new Sqlite(join(shell.home, 'parasample.sqlite'));
    other.exec('BEGIN IMMEDIATE');
    expect(await run.ended(), run.err).toBe(0);
    expect(run.status).toBe('finished');
    expect(run.err).toMatch(
      /^The database \S+ is busy: .* Training goes on: what it measures is kept in \S+\.spool and is stored as soon as the database takes it\.\n$/,
    );
    expect(spoolsIn(shell.home)).toHaveLength(1);
    other.exec('ROLLBACK');
    other.close();
    expect(JSON.parse(shell.call('show', run.runId, '--json').out)).toMatchObject({ status: 'finished' });
    expect(spoolsIn(shell.home)).toEqual([]);
    expect(shell.learned(run.runId)).toEqual(whole);
  });

  test.each(rounds)(
    'and a core that is killed then lose and double nothing that was kept (%i)',
    async (round) => {
      const random = randomFrom(seed + round);
      const shell = new Shell();
      let run = shell.start('run', shell.experiment);
      await run.until(1);
      const { runId } = run;
      for (let piece = 1; piece <= 3; piece += 1) {
        const seen = await killWhileHeld(shell.home, run, random);
        const { status } = JSON.parse(shell.call('show', runId, '--json').out);
        expect(status).toMatch(/^(interrupted|finished)$/);
        const learned = shell.learned(runId);
        for (let step = 1; step < seen; step += 1)
          expect(learned.has(`train.loss at ${step}`), `${step}`).toBe(true);
        expect(spoolsIn(shell.home)).toEqual([]);
        // On a quick machine the kill can still come after the last step; then there is nothing to go on with.
        if (status === 'finished') break;
        run = shell.start('resume', runId);
        await run.until(1);
      }
      if (run.child.signalCode === null) expect(await run.ended(), run.err).toBe(0);
      expect(shell.learned(runId)).toEqual(whole);
    },
  );
});

// util-linux's prlimit makes the disk refuse every further byte of this process, the reserved ones of its spool too.
const prlimit = spawnSync('prlimit', ['--version']).status === 0;
test.runIf(prlimit)('a disk that refuses even the spool makes the core keep all in memory', async () => {
  const shell = new Shell();
  const run = shell.start('run', shell.experiment);
  await run.until(1);
  const limit = (bytes: string) =>
    execFileSync('prlimit', ['--pid', String(run.child.pid), `--fsize=${bytes}:unlimited`]);
  limit('0');
  await run.untilTold(/kept in memory, since the disk takes no other file either, and is stored as soon as/);
  expect(workerPids(run.child.pid ?? 0)).toHaveLength(1);
  limit('unlimited');
  await run.untilTold(/takes writes again/);
  expect(await run.ended(), run.err).toBe(0);
  expect(shell.learned(run.runId)).toEqual(whole);
});

test.runIf(canBeUnprivileged)('a read-only database is shown, takes no run, and stays as it was', () => {
  const shell = new Shell();
  const file = join(shell.home, 'parasample.sqlite');
  expect(shell.call('runs').code).toBe(0);
  chmodSync(file, 0o444);
  for (const folder of [shell.home, dirname(shell.experiment)]) chmodSync(folder, 0o777);
  const before = readFileSync(file);
  expect(shell.callUnprivileged('runs').code).toBe(0);
  expect(shell.callUnprivileged('run', shell.experiment)).toEqual({
    code: 1,
    out: '',
    err: `The database ${file} cannot be written: the file, its folder or its disk is read-only. Allow writing, or set PARASAMPLE_HOME to another folder.\n`,
  });
  expect(readdirSync(join(shell.home, 'runs'))).toEqual([]);
  expect(readFileSync(file).equals(before)).toBe(true);
});

/** A disk of a few megabytes, as only root may have one. */
const canMount = process.getuid?.() === 0 && process.platform === 'linux';
if (!canMount) process.stdout.write('SKIPPED: a full disk; only root may mount a small one.\n');

class SmallDisk {
  readonly folder = join(temporaryFolder(), 'disk');
  readonly #filler = join(this.folder, 'filler');

  constructor(megabytes: number) {
    mkdirSync(this.folder);
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', this.folder]);
    // Before the folder is removed: what was told last is done first.
    onTestFinished(() => {
      execFileSync('umount', ['--lazy', this.folder]);
    });
  }

  fill(): void {
    for (let bytes = 1 << 20; bytes > 0; bytes >>= 1) {
      try {
        for (;;) appendFileSync(this.#filler, Buffer.alloc(bytes));
      } catch {
        // Full for pieces of this size.
      }
    }
  }

  free(): void {
    rmSync(this.#filler, { force: true });
  }
}

describe.runIf(canMount)('a full disk', () => {
  test('stops no training: checkpoints are left out with a note, and metrics wait in the reserved room', async () => {
    const disk = new SmallDisk(8);
    const shell = new Shell(disk.folder);
    const run = shell.start('run', shell.experiment);
    await run.until(1);
    disk.fill();
    await run.untilTold(/The disk is full: .* Training goes on: what it measures is kept in \S+\.spool/);
    await run.until(steps);
    // Scored by now, it waits for room for what it has trained.
    await vi.waitFor(() => expect(run.phase).toBe('saving'), { timeout: 120_000 });
    disk.free();
    await run.untilTold(/takes writes again: all that was kept aside is stored/);
    expect(await run.ended(), run.err).toBe(0);
    expect(run.status).toBe('finished');
    expect(shell.learned(run.runId)).toEqual(whole);
    expect(logsOf(disk.folder, run.runId)).toContainEqual(
      expect.stringMatching(/^Training goes on without this checkpoint\. .*: the disk is full/),
    );
    expect(logsOf(disk.folder, run.runId)).toContainEqual(
      expect.stringMatching(
        /posterior\.safetensors could not be written: .* It is tried again for 10 minutes/,
      ),
    );
    expect(filesBelow(disk.folder).filter((name) => /writing|part|spool$/.test(name))).toEqual([]);
  });

  test('and a core that is killed then lose nothing that was kept', async () => {
    const disk = new SmallDisk(8);
    const shell = new Shell(disk.folder);
    const run = shell.start('run', shell.experiment);
    await run.until(1);
    disk.fill();
    await run.untilTold(/The disk is full/);
    await run.until(Math.min(run.step + 40, steps));
    const seen = run.step;
    run.child.kill('SIGKILL');
    await run.ended();
    // The disk is still full: what is there can be looked at, and stays.
    expect(shell.call('runs').code).toBe(0);
    disk.free();
    expect(JSON.parse(shell.call('show', run.runId, '--json').out)).toMatchObject({ status: 'interrupted' });
    const kept = shell.learned(run.runId);
    for (let step = 1; step < seen; step += 1)
      expect(kept.has(`train.loss at ${step}`), `${step}`).toBe(true);
    const resumed = shell.start('resume', run.runId);
    expect(await resumed.ended(), resumed.err).toBe(0);
    expect(shell.learned(run.runId)).toEqual(whole);
  });

  test('leaves nothing half-written of an export or a backup, and says so in one sentence', async () => {
    const shell = new Shell();
    const run = shell.start('run', shell.experiment);
    expect(await run.ended(), run.err).toBe(0);
    const disk = new SmallDisk(1);
    disk.fill();
    const out = join(disk.folder, 'out');
    for (const format of ['safetensors', 'torch-blue', 'json', 'csv', 'tensorboard', 'parquet']) {
      const { code, err } = shell.call('export', run.runId, '--format', format, '--out', out);
      expect([format, code]).toEqual([format, 1]);
      expect(err.trim().split('\n'), err).toHaveLength(1);
      expect(err).toMatch(/no space|full|free/);
    }
    const backup = shell.call('store', 'backup', join(out, 'copy.sqlite'));
    expect(backup.code).toBe(1);
    expect(backup.err).toMatch(/^The disk of \S+ is full: a backup takes about \d+ MB\. [^\n]*\n$/);
    expect(filesBelow(disk.folder)).toEqual(['filler']);
    expect(checkStore(join(shell.home, 'parasample.sqlite'))).toEqual([]);
  });
});

function logsOf(home: string, runId: string): readonly string[] {
  const store = openStore(home);
  try {
    return store.reader.logs(runId, 0).map(({ text }) => text);
  } finally {
    store.close();
  }
}

function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory()
      ? filesBelow(join(folder, entry.name)).map((name) => join(entry.name, name))
      : [entry.name],
  );
}
