import { readFile, stat } from 'node:fs/promises';
import { BadInputError } from '../../src-shared/errors';
import { decodeSafetensors } from '../../src-shared/formats/safetensors';
import { readPosteriorMetadata } from '../../src-shared/posterior/posterior-metadata';
import { type RunRecord, runHeadSchema } from '../run-export/run-record';
import { newRunId } from '../runs/run-id';

/**
 * A run of which there is nothing but its posterior: its settings, no measurements. Throws BadInputError for a file of
 * weights that does not say whose they are.
 */
export async function* posteriorRecords(
  file: string,
  onRead: (bytes: number) => void,
): AsyncGenerator<RunRecord> {
  const bytes = await readFile(file);
  onRead(bytes.length);
  const { metadata } = decodeSafetensors(bytes, file);
  if (!isPosterior(metadata))
    throw new BadInputError(
      `${file} does not say whose network its weights are for; name the experiment file too: \`parasample import ${file} EXPERIMENT\`.`,
    );
  const { experiment, runId } = readPosteriorMetadata(metadata, file);
  const moment = (await stat(file)).mtimeMs;
  yield {
    type: 'run',
    format: 'parasample-run',
    version: 1,
    id: runHeadSchema.shape.id.safeParse(runId).success ? runId : newRunId(experiment.name),
    status: 'finished',
    reason: '',
    experiment,
    created: moment,
    ended: moment,
    engine: 'elsewhere; its posterior was imported',
    metrics: {},
    annotations: { tags: ['imported'], notes: '', starred: false, archived: false },
  };
  yield { type: 'end', points: 0, lines: 0 };
}

/** Whether a file of tensors says for which network and data they are. */
export function isPosterior(metadata: Readonly<Record<string, string>>): boolean {
  return metadata.experiment !== undefined && metadata.task !== undefined;
}
