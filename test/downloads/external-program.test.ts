import { parse } from 'node:path';
import { expect, test } from 'vitest';
import { runProgram } from '../../src-main/downloads/external-program';

test('a program starts in no folder of a person, whose zipfile.py or .npmrc it would take for its own', async () => {
  const said = await runProgram(process.execPath, ['-p', 'process.cwd()'], { doing: 'Looking', remedy: '' });
  expect(said.trim()).toBe(parse(process.cwd()).root);
});
