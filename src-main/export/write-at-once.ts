import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import { isSpecialFile } from './special-file';

/** The file is seen whole or not at all, and is on the disk when this returns. */
export async function writeAtOnce(file: string, bytes: Uint8Array): Promise<void> {
  await fillFileAtOnce(file, (handle) => handle.writeFile(bytes));
}

/** The file is seen once `fill` has written all of it, or not at all, and is on the disk when this returns. */
export async function fillFileAtOnce(
  file: string,
  fill: (handle: FileHandle) => Promise<void>,
): Promise<void> {
  if (await isSpecialFile(file)) return fillSpecial(file, fill);
  const part = `${file}.part-${process.pid}`;
  try {
    // Never through a link that another user of the folder has put there.
    await rm(part, { force: true });
    const handle = await open(part, 'wx');
    try {
      await fill(handle);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(part, file);
  } finally {
    // Where it could not be made, the error before says why.
    await rm(part, { force: true }).catch(() => undefined);
  }
}

async function fillSpecial(file: string, fill: (handle: FileHandle) => Promise<void>): Promise<void> {
  const handle = await open(file, 'w');
  try {
    await fill(handle);
  } finally {
    await handle.close();
  }
}
