import { appendFileSync, mkdirSync, readFileSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { expect, test } from 'vitest';
import { WrittenFiles } from '../../src-main/written-files';
import { temporaryFolder } from '../temporary-folder';

function newDesk() {
  const home = temporaryFolder();
  const folder = temporaryFolder();
  const file = join(folder, 'a.csv');
  writeFileSync(file, 'a,b\n');
  const written = new WrittenFiles(home, 'own files');
  const isRefused = (...targets: readonly string[]) => {
    try {
      // Another process reads what one remembered.
      new WrittenFiles(home, 'own files').refuseForeign(targets);
      return false;
    } catch {
      return true;
    }
  };
  return { home, folder, file, written, isRefused };
}

test('a file that the app did not write is in the way of an output; one that is not there is not', () => {
  const { folder, file, written } = newDesk();
  expect(() => written.refuseForeign([join(folder, 'new.csv'), file])).toThrow(
    `${file} is there already, and Parasample did not write it, or it was changed since; name another place, or replace it with --force.`,
  );
  expect(() => written.refuseForeign([join(folder, 'new.csv')])).not.toThrow();
});

test('a file that the app wrote may be replaced, however it is spelled, until somebody changes it', () => {
  const { folder, file, written, isRefused } = newDesk();
  written.note([file]);
  symlinkSync(folder, `${folder}-link`);
  for (const spelled of [file, relative('.', file), join(`${folder}-link`, 'a.csv')])
    expect(isRefused(spelled)).toBe(false);
  const before = readFileSync(file);
  appendFileSync(file, 'mine,too\n');
  expect(isRefused(file)).toBe(true);
  // The same length at another time is another file, too.
  writeFileSync(file, before);
  utimesSync(file, 1, 1);
  expect(isRefused(file)).toBe(true);
});

test('a link to a file of the app is the person’s', () => {
  const { folder, file, written, isRefused } = newDesk();
  written.note([file]);
  symlinkSync(file, join(folder, 'link.csv'));
  expect(isRefused(join(folder, 'link.csv'))).toBe(true);
});

test('a folder may be replaced while all in it is the app’s', () => {
  const { folder, written, isRefused } = newDesk();
  const whole = join(folder, 'run-pytorch');
  mkdirSync(whole);
  writeFileSync(join(whole, 'load.py'), '');
  written.note([join(whole, 'load.py')]);
  expect(isRefused(whole)).toBe(false);
  writeFileSync(join(whole, 'notes.txt'), 'mine');
  expect(isRefused(whole)).toBe(true);
});

test('what lies in the app’s own folder is the app’s, and with leave anything may be replaced', () => {
  const { home, file, isRefused } = newDesk();
  mkdirSync(join(home, 'exports'));
  writeFileSync(join(home, 'exports', 'a.csv'), '');
  expect(isRefused(join(home, 'exports', 'a.csv'))).toBe(false);
  expect(() => new WrittenFiles(home, 'anything').refuseForeign([file])).not.toThrow();
});

test('what runs and studies learn from is never replaced, by whatever path, and where anything else may be', () => {
  const { home, folder, file, written } = newDesk();
  written.note([file]);
  symlinkSync(folder, `${folder}-link`);
  const learnt = [{ path: join(`${folder}-link`, 'a.csv'), by: 'run houses-1a2b' }];
  const told = `${file} is ${folder}-link/a.csv, what run houses-1a2b learns from, and would be lost; name another file to write.`;
  for (const replaces of ['anything', 'own files', 'asked files'] as const)
    for (const target of [file, folder])
      expect(() => new WrittenFiles(home, replaces, () => learnt).refuseForeign([target], true)).toThrow(
        told,
      );
  expect(() =>
    new WrittenFiles(home, 'anything', () => learnt).refuseForeign([join(folder, 'b.csv')]),
  ).not.toThrow();
});

test('of a folder that is learnt from nothing is replaced but what the app wrote there', () => {
  const { home, folder, file, written } = newDesk();
  const pictures = join(folder, 'pictures');
  mkdirSync(pictures);
  const [labels, predicted] = ['labels.csv', 'predicted.csv'].map((name) => join(pictures, name));
  for (const path of [labels, predicted]) writeFileSync(path, 'a\n');
  written.note([predicted]);
  const desk = new WrittenFiles(home, 'anything', () => [{ path: pictures, by: 'study s' }]);
  expect(() => desk.refuseForeign([labels])).toThrow(
    `${labels} is what study s learns from, and would be lost`,
  );
  for (const other of [predicted, file]) expect(() => desk.refuseForeign([other])).not.toThrow();
});

test('in a window a file of the person’s is replaced once they were asked', () => {
  const { home, file } = newDesk();
  const desk = new WrittenFiles(home, 'asked files');
  expect(() => desk.refuseForeign([file])).toThrow(
    expect.objectContaining({
      kind: 'would-replace',
      message: expect.stringMatching(/; name another place, or replace it\.$/),
    }),
  );
  expect(() => desk.refuseForeign([file], true)).not.toThrow();
});
