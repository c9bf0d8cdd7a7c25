import { z } from 'zod';
import type { MethodChoice } from './method-choice';

const settings = z.strictObject({ method: z.literal('mc-dropout') });

/** Monte Carlo dropout (Gal and Ghahramani, arXiv 1506.02142). */
export const mcDropout: MethodChoice<typeof settings> = {
  settings,
  title: 'Monte Carlo dropout',
  help: 'One network; a sample is a random choice of hidden units left out.',
  fields: {},
  uses: ['prior', 'heat', 'objective', 'reduction'],
  hasDivergence: false,
  hasMembers: false,
  isSingle: false,
  dropsUnits: true,
  problems: ({ model }) => {
    if ('hidden' in model && model.hidden.length === 0)
      return [
        {
          path: 'model.hidden',
          message: 'Dropout needs a hidden dense layer whose units it can drop; add one.',
        },
      ];
    // Of one's own network the file has the probabilities.
    if (model.dropout > 0 || model.kind === 'onnx') return [];
    return [
      {
        path: 'model.dropout',
        message: 'Method mc-dropout needs a probability above 0 to drop units with, such as 0.1.',
      },
    ];
  },
  refusedSamples: () => undefined,
  suggestions: (texts): Readonly<Record<string, string>> =>
    Number(texts['model.dropout']) === 0 && texts['model.kind'] !== 'onnx' ? { 'model.dropout': '0.1' } : {},
  isInClusterProject: false,
};
