import { BadInputError } from '../../../src-shared/errors';
import { laplaceRequestSchema } from '../../../src-shared/experiment/methods/laplace';
import { didYouMean } from '../../../src-shared/words/nearest';
import { type Command, type CommandInput, jsonOption } from '../command';
import { followRun } from '../follow-run';
import { namedRun } from '../named-run';

const { weights, structure, predictive, precisionBy, priorPer } = laplaceRequestSchema.shape;
const words = {
  weights: weights.unwrap().options,
  structure: structure.unwrap().options,
  predictive: predictive.unwrap().options,
  'precision-by': precisionBy.unwrap().options,
  'prior-per': priorPer.unwrap().options,
} as const;
const usages = Object.entries(words).map(([option, known]) => `[--${option} ${known.join('|')}]`);

export const laplaceCommand: Command = {
  name: 'laplace',
  usage: `RUN ${usages.join(' ')} [--prior-precision auto|N] [--json]`,
  about:
    'Puts a Gaussian around the trained network of a point estimate, or around each of an ensemble (Laplace’s approximation): a new run, with scores, that is predicted with as others are.',
  positionals: ['RUN'],
  options: {
    ...jsonOption,
    weights: { type: 'string' },
    structure: { type: 'string' },
    predictive: { type: 'string' },
    'precision-by': { type: 'string' },
    'prior-per': { type: 'string' },
    'prior-precision': { type: 'string' },
  },
  run: (input, surroundings) => {
    const request = {
      weights: wordOf(input, 'weights'),
      structure: wordOf(input, 'structure'),
      predictive: wordOf(input, 'predictive'),
      precisionBy: wordOf(input, 'precision-by'),
      priorPer: wordOf(input, 'prior-per'),
      ...precisionOf(input),
    };
    return followRun(input, surroundings, async ({ api }) => {
      const run = await api.laplace(
        await namedRun(api, input.positionals[0] ?? ''),
        laplaceRequestSchema.parse(request),
      );
      return run.id;
    });
  },
};

function wordOf(input: CommandInput, option: keyof typeof words): string | undefined {
  const text = input.text(option);
  const known: readonly string[] = words[option];
  if (text === undefined || known.includes(text)) return text;
  throw new BadInputError(
    `--${option}: ${text} is not known; there are ${known.join(', ')}.${didYouMean(text, known)}`,
  );
}

function precisionOf(input: CommandInput): { readonly priorPrecision?: number } {
  const text = input.text('prior-precision');
  if (text === undefined || text === 'auto') return {};
  const precision = Number(text);
  if (text.trim() !== '' && precision > 0 && Number.isFinite(precision)) return { priorPrecision: precision };
  throw new BadInputError(
    `--prior-precision: ${text} is no number above 0; a weight’s prior of standard deviation 1 has the precision 1, and auto lets the marginal likelihood choose.`,
  );
}
