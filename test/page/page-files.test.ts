import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readPageFile } from '../../src-main/page/page-files';

let root = '';
let page = '';

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'parasample-page-'));
  page = join(root, 'renderer');
  await mkdir(join(page, 'assets'), { recursive: true });
  await writeFile(join(page, 'index.html'), '<!doctype html>');
  await writeFile(join(page, 'assets', 'index.js'), 'run()');
  await writeFile(join(page, 'notes.txt'), 'no kind that the page has');
  await writeFile(join(root, 'secret.js'), 'outside');
});

afterAll(() => rm(root, { recursive: true }));

describe('the files of the page', () => {
  it('answers / with index.html', async () => {
    const answer = await readPageFile(page, '/');
    expect(answer.status).toBe(200);
    expect(answer.headers['content-type']).toBe('text/html; charset=utf-8');
    expect(answer.body.toString()).toBe('<!doctype html>');
  });

  it('gives scripts their type, without which a strict browser does not run them', async () => {
    const answer = await readPageFile(page, '/assets/index.js');
    expect(answer.headers['content-type']).toBe('text/javascript; charset=utf-8');
  });

  it('sends the content security policy with every answer, also with a refusal', async () => {
    for (const path of ['/', '/assets/index.js', '/nothing.js']) {
      const { headers } = await readPageFile(page, path);
      expect(headers['content-security-policy']).toContain("default-src 'none'");
      expect(headers['content-security-policy']).toContain("require-trusted-types-for 'script'");
      expect(headers['x-content-type-options']).toBe('nosniff');
    }
  });

  it.each([
    ['a file above the folder', '/../secret.js'],
    ['a file above the folder, percent-encoded', '/%2e%2e/secret.js'],
    ['a file above the folder, with an encoded slash', '/..%2fsecret.js'],
    ['a broken percent code', '/%zz'],
    ['a null byte', '/index.html%00.js'],
    ['a folder', '/assets'],
    ['a missing file', '/nothing.js'],
    ['a kind of file that the page has none of', '/notes.txt'],
  ])('answers 404 to %s', async (_what, path) => {
    expect((await readPageFile(page, path)).status).toBe(404);
  });
});
