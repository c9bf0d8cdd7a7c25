import type { SettingsOf } from '../program';
import { addAdam } from '../tensorflow/adam-graph';
import { clipped, withDecay } from '../tensorflow/gradient-graph';
import { adamUpdate, moveByAdam } from './adam-step';
import type { Optimiser } from './optimiser';

/** Adam (arXiv 1412.6980). */
export const adam: Optimiser<SettingsOf<'adam'>> = {
  moments: 2,
  updateOf: ({ weightDecay }, step) => ({ ...adamUpdate(step), decay: weightDecay, shrink: 0 }),
  move: moveByAdam,
  addTo: (graph, trained, { weightDecay, clipNorm }) =>
    addAdam(graph, trained, (gradients, { move }) =>
      move(withDecay(graph, trained, clipped(graph, gradients, clipNorm), weightDecay), []),
    ),
};
