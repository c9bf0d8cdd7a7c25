import { expect, test } from 'vitest';
import type { GraphNode, GraphValue } from '../../../src-workers/engine/graph/graph-builder';
import { OutOfMemoryError } from '../../../src-workers/engine/out-of-memory-error';
import type { Binding } from '../../../src-workers/engine/tensorflow/binding';
import { Session } from '../../../src-workers/engine/tensorflow/session';

/** forward -> backward -> step, which changes the parameters; beside them a report of the forward pass. */
const nodes: readonly GraphNode[] = [
  node('variable', 'VarHandleOp', []),
  node('parameters', 'ReadVariableOp', ['variable:0']),
  node('batch_1', 'Placeholder', []),
  node('forward', 'MatMul', ['parameters:0', 'batch_1:0']),
  node('report', 'Sum', ['forward:0']),
  node('backward', 'MatMul', ['forward:0']),
  node('step', 'ParasampleStep', ['variable:0', 'backward:0', '^parameters']),
  node('stepped', 'Identity', ['^step']),
  node('moment', 'VarHandleOp', []),
  node('zeros', 'Fill', []),
  node('set', 'AssignVariableOp', ['variable:0', 'batch_1:0']),
  node('begun', 'AssignVariableOp', ['moment:0', 'zeros:0']),
  node('assigned', 'Identity', ['^set', '^begun']),
  node('moved', 'AssignVariableOp', ['moment:0', 'parameters:0']),
];

function node(name: string, op: string, inputs: readonly string[]): GraphNode {
  return { name, op, inputs, attributes: {}, shape: [8], type: 'float32' };
}

const value = (name: string): GraphValue => ({ name, shape: [8], type: 'float32' });

/** A TensorFlow that has no memory the first times, as it says it of a node. */
function refusing(failed: string, times: number) {
  const tries: string[] = [];
  const kept = new Set<number>();
  const binding = {
    loadSavedModel: () => 1,
    deleteSavedModel: () => {},
    createTensor: () => {
      kept.add(kept.size + 1);
      return kept.size;
    },
    deleteTensor: (id: number) => kept.delete(id),
    tensorDataSync: () => new Float32Array(8),
    runSavedModel: (_session: number, inputs: readonly number[], _names: string, fetches: string) => {
      expect(inputs.every((id) => kept.has(id))).toBe(true);
      tries.push(fetches);
      if (tries.length <= times)
        throw new Error(`RESOURCE_EXHAUSTED: failed to allocate memory\n\t [[{{node ${failed}}}]]`);
      return fetches.split(',').map((_, at) => ({ id: 100 + at, shape: [8], dtype: 1 }));
    },
  };
  return { binding: binding as unknown as Binding, tries, kept };
}

function sessionOf({ binding }: { readonly binding: Binding }, waits: number) {
  const asked: (number | undefined)[] = [];
  let found = 0;
  const again = ({ askedBytes }: OutOfMemoryError) => asked.push(askedBytes) <= waits;
  const wait = {
    again,
    found: () => {
      found += 1;
    },
  };
  const run = (...fetches: readonly string[]) =>
    new Session(binding, nodes, wait).run(
      new Map([[value('variable'), new Float32Array(8)]]),
      fetches.map(value),
    );
  return { run, asked, found: () => found };
}

test.each([
  ['that changes nothing', 'report', ['report']],
  ['whose step had not come yet', 'backward', ['report', 'stepped']],
  ['whose step had not come yet, by what both need', 'forward', ['report', 'stepped']],
  ['whose batch could not be brought to the device', '_arg_batch_1_0_2/_3', ['report', 'stepped']],
  ['that sets variables to what it was fed and to constants', 'zeros', ['assigned']],
])('a run %s is tried again while it is worth waiting, with what it was fed', (_which, failed, fetches) => {
  const gpu = refusing(failed, 2);
  const { run, asked, found } = sessionOf(gpu, 5);
  expect(run(...fetches)).toHaveLength(fetches.length);
  expect(gpu.tries).toHaveLength(3);
  expect(asked).toEqual([32, 32]);
  expect(found()).toBe(1);
  expect(gpu.kept.size).toBe(0);
});

test('it fails once waiting is given up', () => {
  const gpu = refusing('report', 9);
  expect(() => sessionOf(gpu, 3).run('report')).toThrow(OutOfMemoryError);
  expect(gpu.tries).toHaveLength(4);
  expect(gpu.kept.size).toBe(0);
});

test('a run that sets a variable to what another one had is not tried again: that may have changed meanwhile', () => {
  const gpu = refusing('zeros', 1);
  expect(() => sessionOf(gpu, 5).run('assigned', 'moved')).toThrow(OutOfMemoryError);
  expect(gpu.tries).toHaveLength(1);
});

test.each([
  ['beside the step, which may have been taken', 'report'],
  ['in the step itself', 'step'],
  ['in a copy of a value that the step may have had', 'forward/_15'],
  ['where TensorFlow names nothing of the graph', 'renamed'],
])('a run that fails %s is not tried again: no step is taken twice', (_where, failed) => {
  const gpu = refusing(failed, 1);
  const { run, asked } = sessionOf(gpu, 5);
  expect(() => run('report', 'stepped')).toThrow(OutOfMemoryError);
  expect(gpu.tries).toHaveLength(1);
  expect(asked).toEqual([]);
});
