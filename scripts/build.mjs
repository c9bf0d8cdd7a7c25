import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { repository } from './folders.mjs';
import { hashOfFiles } from './sources-hash.mjs';
import { step } from './step.mjs';
import { runTool } from './tool.mjs';

const sources = [
  'src-files',
  'src-main',
  'src-renderer',
  'src-shared',
  'src-workers',
  'electron.vite.config.ts',
  'package.json',
  'package-lock.json',
];

/**
 * Builds the app where its sources have changed since the last build. The stamp is removed first and written last,
 * so an interrupted build is made anew.
 * @param {string} node
 * @param {(line: string) => void} say
 * @param {'out' | 'out-rig'} folder out-rig is aimed at the old Electron of the test rig
 */
export async function ensureBuild(node, say, folder = 'out') {
  const stamp = join(repository, folder, '.sources');
  const hash = hashOfFiles(repository, sources);
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) return;
  rmSync(stamp, { force: true });
  const builder = join(repository, 'node_modules', 'electron-vite', 'bin', 'electron-vite.js');
  const env = { ...process.env, PARASAMPLE_RIG: folder === 'out-rig' ? '1' : '' };
  await step(say, 'App', folder === 'out' ? 'building' : "building for the test rig's Electron", () =>
    runTool(node, [builder, 'build'], 'Building the app', { cwd: repository, env }),
  );
  mkdirSync(join(repository, folder), { recursive: true });
  writeFileSync(stamp, hash);
}
