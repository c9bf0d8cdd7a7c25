import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { keepFindings } from '../../../src-main/posterior/keep-findings';
import { openStore, type Store } from '../../../src-main/store/store';
import { FailedError } from '../../../src-shared/errors';
import { temporaryFolder } from '../../temporary-folder';

/** Reads what is kept, thinks for a while, and keeps what it found beside it, all in its turn. */
const other = `
  const { existsSync, readFileSync, writeFileSync } = require('node:fs');
  const [database, file] = process.argv.slice(1);
  const sqlite = new (require('better-sqlite3'))(database);
  sqlite.exec('BEGIN IMMEDIATE');
  const kept = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : [];
  process.stdout.write('reads\\n');
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 500);
  writeFileSync(file, JSON.stringify([...kept, 'theirs']));
  sqlite.exec('COMMIT');`;

function newHome() {
  const home = temporaryFolder();
  const store = openStore(home);
  onTestFinished(() => store.close());
  const [file, part] = ['kept.json', 'kept.json.part'].map((name) => join(home, name));
  writeFileSync(part, '["ours"]');
  const keep = (oneAtATime: Store['oneAtATime'] = store.oneAtATime) =>
    keepFindings<string[]>(
      {
        file,
        part,
        parse: (text) => {
          if (text.startsWith('[')) return JSON.parse(text);
          throw new FailedError('It is damaged.');
        },
        merge: (found, kept = []) => [...kept, ...found],
      },
      oneAtATime,
    );
  return { home, store, file, keep };
}

/** Resolves once the other process has read what is kept, and has yet to keep what it found. */
async function amidOther(home: string, file: string): Promise<ChildProcess> {
  const child = spawn(process.execPath, ['-e', other, join(home, 'parasample.sqlite'), file], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  await once(child.stdout, 'data');
  return child;
}

test('of two processes that keep what they found at the same moment, neither loses any', async () => {
  const { home, file, keep } = newHome();
  const child = await amidOther(home, file);
  expect(keep()).toEqual(['theirs', 'ours']);
  if (child.exitCode === null) await once(child, 'exit');
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(['theirs', 'ours']);
});

test('what was found is kept where the store takes no writes', () => {
  const { home, file, keep } = newHome();
  const closed = openStore(home);
  closed.close();
  expect(keep(closed.oneAtATime)).toEqual(['ours']);
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(['ours']);
});

test('what is wrong with the file is told in its own words, and done once', () => {
  const { store, file, keep } = newHome();
  writeFileSync(file, 'damaged');
  expect(() => keep()).toThrow('It is damaged.');
  let times = 0;
  const fail = () => {
    times += 1;
    throw new Error('mine');
  };
  expect(() => store.oneAtATime(fail)).toThrow('mine');
  expect(times).toBe(1);
});
