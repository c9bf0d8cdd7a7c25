import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { undoWindowMs } from '../../src-shared/runs/annotations';
import { networksFolder } from './kept-network';

/** How kept networks are named, and what a process that was killed while it copied one left. */
const keptName = /^[0-9a-f]{64}(-\w+)?$/;

/**
 * Frees the networks and weights that were kept for runs that are gone.
 * @param isNamed whether a run that is there, or can be brought back, has settings with this text
 */
export async function freeNetworks(home: string, isNamed: (text: string) => boolean): Promise<void> {
  const folder = networksFolder(home);
  if (!existsSync(folder)) return;
  const studies = studyTexts(home);
  for (const name of readdirSync(folder).filter((one) => keptName.test(one))) {
    const path = join(folder, name);
    // One that was kept, or kept again, just now is of a run that the store does not know yet.
    if (Date.now() - statSync(path).mtimeMs < undoWindowMs) continue;
    if (isNamed(name) || studies.some((text) => text.includes(name))) continue;
    await rm(path, { recursive: true, force: true });
  }
}

/** Studies make runs of their experiments later. */
function studyTexts(home: string): readonly string[] {
  const folder = join(home, 'studies');
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .map((name) => readFileSync(join(folder, name), 'utf8'));
}
