import { readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';

export function isEventFileName(path: string): boolean {
  return basename(path).includes('tfevents');
}

/** The event files of one writer, in the order in which they were begun. */
export interface EventFolder {
  /** Empty for the place that was named; of a folder within it its name. */
  readonly name: string;
  readonly files: readonly string[];
}

/**
 * The event files of one run: the file itself, or those in a folder, as a program leaves them that began anew, and in the
 * folders within it, as Keras leaves those of training and validation. Their names hold when they were begun: in this
 * order TensorBoard reads them too.
 */
export async function eventFoldersOf(path: string): Promise<readonly EventFolder[]> {
  if (!(await stat(path)).isDirectory()) return [{ name: '', files: [path] }];
  const within = (await readdir(path, { withFileTypes: true })).filter((entry) => entry.isDirectory());
  const names = ['', ...within.map(({ name }) => name).sort()];
  const folders = names.map(async (name) => ({ name, files: await filesIn(join(path, name)) }));
  return (await Promise.all(folders)).filter(({ files }) => files.length > 0);
}

/** All of them. */
export async function eventFilesOf(path: string): Promise<readonly string[]> {
  return (await eventFoldersOf(path)).flatMap(({ files }) => files);
}

async function filesIn(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const files = entries.filter((entry) => isEventFileName(entry.name) && !entry.isDirectory());
  return files.map(({ name }) => join(folder, name)).sort();
}
