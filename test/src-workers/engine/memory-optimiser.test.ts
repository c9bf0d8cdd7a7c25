import { expect, test } from 'vitest';
import { floatAttribute } from '../../../src-workers/engine/graph/attributes';
import { GraphBuilder } from '../../../src-workers/engine/graph/graph-builder';
import { layoutOf } from '../../../src-workers/engine/parameter-layout';
import { addMemoryOptimiser } from '../../../src-workers/engine/tensorflow/memory-optimiser';
import { Session } from '../../../src-workers/engine/tensorflow/session';
import { tensorflow } from '../tensorflow';

const binding = tensorflow();
const { ownOperations } = binding;

// TensorFlow's kernels compute in the memory of an input that nobody else holds: of the last slice, once the others are gone.
test.runIf(ownOperations !== undefined)('no kernel computes in the parameters’ own memory', () => {
  if (!ownOperations) return;
  const graph = new GraphBuilder(true);
  const layout = layoutOf(['a', 'b', 'c'].map((name) => ({ name, shape: [64] })));
  const inGraph = addMemoryOptimiser(graph, ownOperations, layout, { kind: 'adam', weightDecay: 0 });
  const output = { shape: [64], type: 'float32' } as const;
  // One after the other, so that each is the last in one of the runs.
  const chain = inGraph.parameters.reduce((before, parameter) =>
    graph.add(
      'AddV2',
      [graph.add('Exp', [parameter], { T: floatAttribute }, output, [before]), before],
      { T: floatAttribute },
      output,
    ),
  );
  const exponentials = inGraph.parameters.map((parameter) =>
    graph.add('Exp', [parameter], { T: floatAttribute }, output),
  );
  const session = new Session(binding, graph.nodes);
  const optimiser = inGraph.open(session);
  const parameters = Float32Array.from({ length: layout.floats }, (_, index) => index / layout.floats);
  optimiser.setParameters(parameters);
  for (const value of [chain, ...exponentials]) {
    session.run(new Map(), [value]);
    expect(optimiser.parameters()).toEqual(parameters);
  }
  session.dispose();
  optimiser.close();
});
