import { BadInputError } from '../../src-shared/errors';
import { kindOfData } from '../../src-shared/experiment/data';
import type { Experiment } from '../../src-shared/experiment/experiment';
import { encodeSafetensors, type TensorFile } from '../../src-shared/formats/safetensors';
import { toStateDict } from '../torch-blue/state-dict';
import { weightMappings } from '../torch-blue/weight-mapping';
import type { ExportedFile } from './exported-file';
import { loadScript } from './load-script';
import { factsOf } from './torch-blue-facts';

/**
 * A folder with torch_blue's state_dict as safetensors and `load.py`, which rebuilds the model around it. Throws
 * BadInputError where torch_blue has no form for the posterior.
 */
export function torchBlueFiles(
  { tensors, metadata }: TensorFile,
  { id: runId, experiment }: { readonly id: string; readonly experiment: Experiment },
): ExportedFile[] {
  refuseOtherThanPictures({ id: runId, experiment });
  const facts = factsOf(metadata, runId);
  const weights = weightMappings(experiment.model, facts.imageShape, facts.classNames.length);
  const stateDict = encodeSafetensors(toStateDict(tensors, weights), { format: 'pt', runId });
  const script = new TextEncoder().encode(loadScript(experiment, facts, runId));
  return [
    { name: 'state-dict.safetensors', bytes: stateDict },
    { name: 'load.py', bytes: script },
  ];
}

/** @throws BadInputError where the run is not of pictures */
export function refuseOtherThanPictures({
  id,
  experiment,
}: {
  readonly id: string;
  readonly experiment: Experiment;
}): void {
  if (kindOfData(experiment.data).kind !== 'images')
    throw new BadInputError(
      `Run ${id} does not predict for pictures, and only such networks have a form in torch_blue here; pytorch, onnx and savedmodel have one of every network.`,
    );
}
