import type { GraphBuilder, GraphValue } from '../graph/graph-builder';
import type { ParameterLayout } from '../parameter-layout';
import { done } from './variables';

/** What the gradients' operations are fed with: number of the memory, half, mode (native/shared-gradients.h). */
export function addMemory(graph: GraphBuilder): GraphValue {
  return graph.placeholder('gradient_memory', [3], 'int32');
}

/** A value whose run stores each parameter's gradient as soon as it is there. */
export function addPublished(
  graph: GraphBuilder,
  layout: ParameterLayout,
  memory: GraphValue,
  gradients: readonly GraphValue[],
): GraphValue {
  const published = layout.slots.map(({ offset }, index) =>
    graph.add(
      'ParasamplePublishGradient',
      [gradients[index], graph.scalar(offset, 'int32'), memory],
      {},
      { shape: [], type: 'float32' },
    ),
  );
  return done(graph, published);
}

/** The sum over the workers, flat. */
export function addSumOfGradients(
  graph: GraphBuilder,
  layout: ParameterLayout,
  memory: GraphValue,
): GraphValue {
  const output = { shape: [layout.floats], type: 'float32' } as const;
  return graph.add('ParasampleSumOfGradients', [graph.scalar(layout.floats, 'int32'), memory], {}, output);
}
