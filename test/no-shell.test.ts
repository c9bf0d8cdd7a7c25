import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const sources = ['src-main', 'src-workers', 'src-files'].flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => join(folder, name)),
);

/** Functions of Node that hand text to a shell, and settings that make the others do so. */
const shells = /\bshell: (true|['"]\/)|\{[^}]*\b(exec|execSync)\b[^}]*\} from 'node:child_process'/;

test('no program is started through a shell, so that a name is never a command', () => {
  expect(sources.length).toBeGreaterThan(100);
  expect(sources.filter((file) => shells.test(readFileSync(file, 'utf8')))).toEqual([]);
});
