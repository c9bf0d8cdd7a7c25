import { copyFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ChildProcessLauncher } from '../../src-main/processes/child-process-launcher';
import { checkLibraries } from '../../src-main/runtime/check-libraries';
import { temporaryFolder } from '../temporary-folder';

/** A folder with the script as the build names it: it has nothing that only TypeScript knows. */
function launcherBesideTheScript(): ChildProcessLauncher {
  const folder = temporaryFolder();
  copyFileSync('src-main/runtime/load-libraries.ts', join(folder, 'load-libraries.js'));
  return new ChildProcessLauncher(join(folder, 'worker.js'));
}

const present = `node_modules/better-sqlite3/prebuilds/${process.platform}-${process.arch}.node`;

describe('what was compiled is tried out in a process of its own', () => {
  test('and accepted where it loads', async () => {
    await checkLibraries([join(process.cwd(), present)], launcherBesideTheScript());
  });

  test('and refused with the loader’s complaint where it does not', async () => {
    const broken = join(temporaryFolder(), 'broken.node');
    writeFileSync(broken, 'no library');
    await expect(checkLibraries([broken], launcherBesideTheScript())).rejects.toThrow(
      /^Loading what was compiled against TensorFlow failed: .*broken\.node/,
    );
  });

  test('and refused where that process cannot even start', async () => {
    const launcher = new ChildProcessLauncher('/none/worker.js');
    await expect(checkLibraries([present], launcher)).rejects.toThrow(/compiled against TensorFlow failed/);
  });

  test('unless somebody stopped it', async () => {
    const signal = AbortSignal.abort();
    await expect(checkLibraries([present], launcherBesideTheScript(), signal)).rejects.toThrow(/was stopped/);
  });
});
