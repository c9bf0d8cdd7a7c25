import { open, readFile } from 'node:fs/promises';
import { extname } from 'node:path';
import type { Importable } from '../../src-shared/formats/importable';
import { decodeSafetensors } from '../../src-shared/formats/safetensors';
import { refusedReading } from '../refused-reading';
import { findPosterior } from '../run-import/arriving-posterior';
import { isPosterior } from '../run-import/posterior-records';
import { recogniseRun } from '../run-import/recognise-run';
import { importConfiguration } from './configuration';
import { refuseEndless } from './refuse-endless';
import { refuseTorchFile } from './torch-blue';

/**
 * Says what a file is that somebody wants to import; nothing is stored. Throws BadInputError for a file that is not
 * there or nothing that can be imported, FailedError for one that cannot be read.
 */
export async function recogniseImport(file: string): Promise<Importable> {
  try {
    await refuseEndless(file);
    return await recognised(file);
  } catch (error) {
    throw refusedReading(error, file);
  }
}

async function recognised(file: string): Promise<Importable> {
  const ending = extname(file).toLowerCase();
  if (ending === '.yaml' || ending === '.yml')
    return { kind: 'configuration', ...(await importConfiguration(file)) };
  refuseTorchFile(file, await startOf(file));
  if (ending === '.safetensors' && !isPosterior(decodeSafetensors(await readFile(file), file).metadata))
    return { kind: 'state-dict' };
  const { format, head } = await recogniseRun(file);
  if (!head) return { kind: 'run', format };
  const posterior = await findPosterior(file, head.id);
  return {
    kind: 'run',
    format,
    run: { name: head.experiment.name, created: head.created },
    ...(posterior && posterior.path !== file ? { posteriorBeside: posterior.path } : {}),
  };
}

async function startOf(file: string): Promise<Uint8Array> {
  const handle = await open(file, 'r');
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(4), 0, 4, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}
