import { expect, test } from 'vitest';
import type { CompiledProgram } from '../../../src-workers/engine/program';
import { loadBinding } from '../../../src-workers/engine/tensorflow/binding';
import { compileForTensorflow } from '../../../src-workers/engine/tensorflow/tensorflow-engine';
import { noiseSeeds } from '../../../src-workers/random/noise-seeds';
import { FetchedGradients } from '../../../src-workers/train/fetched-gradients';
import { openGradientReduction } from '../../../src-workers/train/open-gradient-reduction';
import { bindingPath } from '../tensorflow';
import { smallProgram } from './small-programs';

// Without our own operations, as on GPUs.
const binding = loadBinding(bindingPath(), false);
const { program, initial, inputs, options } = smallProgram('mlp', 'relu');
const further = {
  ...inputs,
  seeds: noiseSeeds(7, 'training', 2, program.noiseTensors, { first: 0, count: inputs.shape.samples }),
};

function fresh(): CompiledProgram {
  const compiled = compileForTensorflow(binding, program, options);
  compiled.setParameters(initial);
  return compiled;
}

const alone = { everyone: undefined, sameParameters: undefined };

test('passes that add up in the engine end in the same bits as gradients that are fetched and added outside', async () => {
  const [inside, outside] = [fresh(), fresh()];
  const reduction = await openGradientReduction(
    { program: inside, floats: initial.length, tailFloats: 5, passes: 2 },
    alone,
  );
  expect(reduction).not.toBeInstanceOf(FetchedGradients);
  const fetched = new FetchedGradients(outside, alone, { floats: initial.length, tailFloats: 5 });
  // Twice, so that the second step starts a new sum.
  for (const step of [1, 2])
    for (const each of [reduction, fetched]) {
      each.addPass(inputs, 'first', false);
      each.addPass(further, 'further', true);
      await each.reduce(new Float32Array(5));
      await each.apply({ learningRate: 0.01, step });
    }
  expect(inside.parameters()).toEqual(outside.parameters());
  expect(inside.optimiserState()).toEqual(outside.optimiserState());
});

test('their sum comes out once for the exchange with others', () => {
  const compiled = fresh();
  const [first, second] = [inputs, further].map((each) => compiled.gradients(each).gradients);
  const { summedGradients } = compiled;
  summedGradients?.addPass(inputs, 'first');
  summedGradients?.addPass(further, 'further');
  expect(summedGradients?.sum()).toEqual(first?.map((value, at) => Math.fround(value + (second?.[at] ?? 0))));
});
