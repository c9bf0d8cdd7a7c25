import { expect, test, vi } from 'vitest';
import { npmCommand, runTool } from '../../scripts/tool.mjs';

test('a missing tool is one sentence with the remedy and exit code 2', async () => {
  vi.stubEnv('PATH', '/nowhere');
  await expect(runTool('npm', [], 'Installing the npm packages')).rejects.toMatchObject({
    message: expect.stringMatching(
      /^Installing the npm packages needs npm, which is not there: please install/,
    ),
    exitCode: 2,
  });
  vi.unstubAllEnvs();
});

test('a failing tool shows what it complained of, with exit code 1', async () => {
  const script = 'console.error("disk full"); process.exit(3)';
  await expect(runTool(process.execPath, ['-e', script], 'Building')).rejects.toMatchObject({
    message: expect.stringMatching(/^Building failed \(.*exit code 3\)\.\ndisk full$/),
    exitCode: 1,
  });
});

test('a tool that succeeds gives its output', async () => {
  expect(await runTool(process.execPath, ['-p', '6 * 7'], 'Calculating')).toBe('42\n');
});

test('npm runs by the Node at hand where npm started the script', () => {
  vi.stubEnv('npm_execpath', '/opt/npm/bin/npm-cli.js');
  expect(npmCommand(['ci'])).toEqual({
    command: process.execPath,
    args: ['/opt/npm/bin/npm-cli.js', 'ci'],
    shell: false,
  });
  vi.unstubAllEnvs();
});
