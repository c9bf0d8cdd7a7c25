import { existsSync } from 'node:fs';
import { BadInputError } from '../../src-shared/errors';
import type { Experiment } from '../../src-shared/experiment/experiment';
import { methodsUsing } from '../../src-shared/experiment/methods';
import { sizeOf } from '../../src-shared/experiment/networks/tensors/weight-tensor';
import { trainedAs } from '../../src-shared/experiment/trained-as';
import type { EngineChoice } from '../../src-shared/protocol/worker-protocol';
import type { Counted, Counting, DeviceKind } from '../../src-shared/runs/run-estimate';
import type { PassShape } from '../engine/pass';
import type { CompileOptions, Program } from '../engine/program';
import { countedProgram } from '../engine/tensorflow/counted-program';
import { ownOperationsPath } from '../engine/tensorflow/own-operations';
import { passShape, planSteps } from '../parallel/step-plan';
import { compileOptions } from '../run/prepared-run';
import { type RunProgram, runProgram } from '../train/run-program';
import { type DataOutline, outlineData } from './data-outline';

let looked: { readonly mark: string; readonly outline: Promise<DataOutline> } | undefined;

/**
 * Counts what the device with the largest share of a run needs. Nothing is trained, and TensorFlow is not loaded.
 * @param engine that would train it
 * @throws BadInputError where data, network and settings do not go together, as the start would
 */
export async function countRun(counting: Counting, engine: EngineChoice): Promise<Counted> {
  const experiment = trainedAs(counting.experiment);
  const { task, trainItems } = await outlineOnce(counting);
  if (trainItems === 0)
    throw new BadInputError(
      'The splits leave no item to train on; make the shares of test and validation smaller.',
    );
  const plan = planSteps(experiment, 0, experiment.parallel.devices.length, trainItems);
  const run = runProgram(experiment, plan, task, trainItems);
  const options = compileOptions({ experiment }, plan, trainItems, run.family);
  const step = plan.passes.map((pass) => passShape(pass, plan, experiment));
  return {
    ...weightsOf(counting.experiment, run),
    trained: run.program.parameters.reduce((sum, { shape }) => sum + sizeOf(shape), 0),
    trainItems,
    ...needsOf(run.program, options, step, { kinds: counting.kinds, engine }),
  };
}

function needsOf(
  program: Program,
  options: CompileOptions,
  step: readonly PassShape[],
  { kinds, engine }: { readonly kinds: readonly DeviceKind[]; readonly engine: EngineChoice },
): Pick<Counted, 'memory' | 'work'> {
  if (engine.kind === 'javascript') return { memory: {} };
  const hasOwnOperations = engine.ownOperations !== false && existsSync(ownOperationsPath(engine.binding));
  const counted = kinds.map(
    (device) => [device, countedProgram(program, options, { device, hasOwnOperations }, step)] as const,
  );
  return {
    memory: Object.fromEntries(counted.map(([device, { memory }]) => [device, memory])),
    ...(counted[0] ? { work: counted[0][1].work } : {}),
  };
}

function weightsOf({ inference }: Experiment, { model }: RunProgram): Pick<Counted, 'weights' | 'bayesian'> {
  const chosen = methodsUsing('bayesianLayers').includes(inference.method);
  const numbers = (weights: typeof model.weights) =>
    weights.reduce((sum, { shape }) => sum + sizeOf(shape), 0);
  return {
    weights: numbers(model.weights),
    bayesian: chosen ? numbers(model.weights.filter(({ bayesian }) => bayesian)) : 0,
  };
}

/** Settings change more often than the data do. */
function outlineOnce({ experiment, location, dataMark: mark }: Counting): Promise<DataOutline> {
  if (looked?.mark !== mark) {
    const outline = outlineData(experiment, location);
    looked = { mark, outline };
    outline.catch(() => {
      looked = undefined;
    });
  }
  return looked.outline;
}
