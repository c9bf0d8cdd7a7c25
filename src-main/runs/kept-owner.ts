import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ownerFile } from '../../src-files/run-owner';

/** Writes down in a run's folder that this process has it now: workers of one that had it before write nothing more there. */
export function keepOwner(runFolder: string, owner: string): void {
  const file = join(runFolder, ownerFile);
  const sibling = `${file}.${process.pid}.writing`;
  try {
    writeFileSync(sibling, owner);
    renameSync(sibling, file);
  } catch {
    // A full disk is no reason not to train; without a name in its folder nobody is refused there.
    rmSync(sibling, { force: true });
    rmSync(file, { force: true });
  }
}
