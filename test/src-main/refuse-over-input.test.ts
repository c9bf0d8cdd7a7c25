import { linkSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { expect, test } from 'vitest';
import { refuseOverInput } from '../../src-main/refuse-over-input';
import { BadInputError } from '../../src-shared/errors';
import { temporaryFolder } from '../temporary-folder';

function newInput() {
  const folder = temporaryFolder();
  const input = join(folder, 'mine.csv');
  writeFileSync(input, 'a\n');
  mkdirSync(join(folder, 'other'));
  symlinkSync(input, join(folder, 'symbolic.csv'));
  linkSync(input, join(folder, 'hard.csv'));
  symlinkSync(folder, join(folder, 'other', 'back'));
  return { folder, input };
}

test.each([
  ['itself', 'mine.csv'],
  ['a way round', 'other/../mine.csv'],
  ['a symbolic link', 'symbolic.csv'],
  ['a hard link', 'hard.csv'],
  ['a link to its folder', 'other/back/mine.csv'],
])('an output is refused over its input by %s', (_how, name) => {
  const { folder, input } = newInput();
  const output = `${folder}/${name}`;
  for (const spelled of [output, relative('.', output)])
    expect(() => refuseOverInput([spelled], [input])).toThrow(BadInputError);
});

test('the sentence names both, and another file is no input', () => {
  const { folder, input } = newInput();
  expect(() => refuseOverInput([input], [input])).toThrow(
    `${input} is what is read here, and would be lost; name another file to write.`,
  );
  expect(() => refuseOverInput([join(folder, 'hard.csv')], [input])).toThrow(`hard.csv is ${input}, what is`);
  writeFileSync(join(folder, 'b.csv'), 'a\n');
  expect(() => refuseOverInput([join(folder, 'b.csv'), join(folder, 'new.csv')], [input])).not.toThrow();
});
