import { floatAttribute } from '../graph/attributes';
import type { SettingsOf } from '../program';
import { addAdam } from '../tensorflow/adam-graph';
import { binary, byPart, clipped } from '../tensorflow/gradient-graph';
import { adamUpdate, moveByAdam } from './adam-step';
import type { Optimiser } from './optimiser';

/** AdamW (arXiv 1711.05101), whose decay goes past the moments. */
export const adamw: Optimiser<SettingsOf<'adamw'>> = {
  moments: 2,
  updateOf: ({ weightDecay }, step) => ({
    ...adamUpdate(step),
    decay: 0,
    shrink: step.learningRate * weightDecay,
  }),
  move: moveByAdam,
  addTo: (graph, trained, { weightDecay, clipNorm }) =>
    addAdam(graph, trained, (gradients, { move, learningRate }) => {
      const { variable, flatParameters, parts } = trained;
      const bounded = clipped(graph, gradients, clipNorm);
      const decays = parts.map(({ end, decay }) => ({ end, value: decay * weightDecay }));
      const shares = binary(graph, 'Mul', byPart(graph, decays), learningRate);
      const shrink = graph.add(
        'AssignSubVariableOp',
        [variable, binary(graph, 'Mul', flatParameters, shares)],
        { dtype: floatAttribute },
        { shape: [], type: 'float32' },
        // The gradient was taken at the parameters before they shrink.
        [bounded],
      );
      return move(bounded, [shrink]);
    }),
};
