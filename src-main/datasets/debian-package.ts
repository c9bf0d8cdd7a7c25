import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { FailedError } from '../../src-shared/errors';
import { runProgram } from '../downloads/external-program';

/**
 * Downloads a package of Debian or Ubuntu into `work` and unpacks it there; nothing is installed.
 * @returns the folder that stands for the root of the system the package would be installed on
 */
export async function unpackDebianPackage(name: string, work: string, signal: AbortSignal): Promise<string> {
  const archive = await downloadPackage(name, work, signal);
  const unpacked = join(work, 'unpacked');
  await runProgram('dpkg-deb', ['-x', archive, unpacked], {
    doing: 'Unpacking the package',
    remedy: 'it is part of Debian and Ubuntu.',
    signal,
  });
  return unpacked;
}

/** Downloads the package into `work`; where the system's package lists are missing, by lists of our own. */
async function downloadPackage(name: string, work: string, signal: AbortSignal): Promise<string> {
  const lists = join(work, 'lists');
  await mkdir(join(lists, 'partial'), { recursive: true });
  await mkdir(join(work, 'cache', 'archives', 'partial'), { recursive: true });
  const ownLists = ['-o', `Dir::State::Lists=${lists}`, '-o', `Dir::Cache=${join(work, 'cache')}`];
  const apt = (args: readonly string[]) =>
    runProgram('apt-get', args, {
      doing: 'apt-get',
      remedy: 'only Debian and Ubuntu have it.',
      folder: work,
      signal,
    });
  try {
    await apt(['download', name]);
  } catch (error) {
    if (signal.aborted || !(error instanceof FailedError)) throw error;
    await apt([...ownLists, 'update']);
    await apt([...ownLists, 'download', name]);
  }
  const archive = (await readdir(work)).find((file) => file.endsWith('.deb'));
  if (!archive) throw new FailedError('apt-get left no package');
  return join(work, archive);
}
