import { open, rename, rm } from 'node:fs/promises';

/** The file is seen whole or not at all, and is on the disk when this returns. */
export async function writeAtOnce(file: string, bytes: Uint8Array): Promise<void> {
  const part = `${file}.part-${process.pid}`;
  try {
    const handle = await open(part, 'w');
    try {
      await handle.writeFile(bytes);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(part, file);
  } finally {
    await rm(part, { force: true });
  }
}
