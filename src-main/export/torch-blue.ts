import { z } from 'zod';
import { kindOfData } from '../../src-shared/datasets/data-settings';
import { BadInputError } from '../../src-shared/errors';
import type { Experiment } from '../../src-shared/experiment/experiment';
import { encodeSafetensors, type TensorFile } from '../../src-shared/safetensors';
import { toStateDict } from '../../src-shared/torch-blue/state-dict';
import { weightMappings } from '../../src-shared/torch-blue/weight-mapping';
import { loadScript } from './load-script';
import type { ExportedFile } from './posterior';

const count = z.int().min(1);
const metadataSchema = z.object({
  imageShape: z.tuple([count, count, count]),
  classNames: z.array(z.string()).min(2),
  normalisation: z.object({ mean: z.array(z.number()), std: z.array(z.number()) }),
});

/** What the Python file must know of a posterior besides its tensors. */
export type PosteriorFacts = z.output<typeof metadataSchema>;

/**
 * A folder with torch_blue's state_dict as safetensors and `load.py`, which rebuilds the model around it. Throws
 * BadInputError where torch_blue has no form for the posterior.
 */
export function torchBlueFiles(
  { tensors, metadata }: TensorFile,
  { id: runId, experiment }: { readonly id: string; readonly experiment: Experiment },
): ExportedFile[] {
  if (kindOfData(experiment.data).kind !== 'images')
    throw new BadInputError(
      `Run ${runId} does not predict for pictures, and only such networks have a form in torch_blue here; pytorch, onnx and savedmodel have one of every network.`,
    );
  const facts = factsOf(metadata, runId);
  const weights = weightMappings(experiment.model, facts.imageShape, facts.classNames.length);
  const stateDict = encodeSafetensors(toStateDict(tensors, weights), { format: 'pt', runId });
  const script = new TextEncoder().encode(loadScript(experiment, facts, runId));
  return [
    { name: 'state-dict.safetensors', bytes: stateDict },
    { name: 'load.py', bytes: script },
  ];
}

function factsOf(metadata: Readonly<Record<string, string>>, runId: string): PosteriorFacts {
  const { imageShape, classNames, normalisation } = metadata;
  try {
    return metadataSchema.parse({
      imageShape: JSON.parse(imageShape ?? ''),
      classNames: JSON.parse(classNames ?? ''),
      normalisation: JSON.parse(normalisation ?? ''),
    });
  } catch {
    throw new BadInputError(
      `The posterior of run ${runId} does not say for which images it is; train it again to export it for torch_blue.`,
    );
  }
}
