import { z } from 'zod';
import type { CorruptionResult } from './assessment';

/** Ways to spoil test pictures, in the order of Hendrycks and Dietterich 2019: noise, blur, weather, digital. */
export const corruptionKindSchema = z.enum([
  'gaussian-noise',
  'shot-noise',
  'impulse-noise',
  'defocus-blur',
  'glass-blur',
  'motion-blur',
  'zoom-blur',
  'snow',
  'frost',
  'fog',
  'brightness',
  'contrast',
  'elastic-transform',
  'pixelate',
  'jpeg-compression',
]);
export type CorruptionKind = z.output<typeof corruptionKindSchema>;

/** None, all, or those that are named. */
export const askedCorruptionsSchema = z.union([z.boolean(), z.array(corruptionKindSchema).max(15)]);

export function corruptionKinds(asked: z.output<typeof askedCorruptionsSchema>): readonly CorruptionKind[] {
  if (Array.isArray(asked)) return corruptionKindSchema.options.filter((kind) => asked.includes(kind));
  return asked ? corruptionKindSchema.options : [];
}

/** Scores at one severity, the mean over kinds; at severity 0 of the pictures as they are. */
export type MeanCorruption = Pick<CorruptionResult, 'severity' | 'accuracy' | 'nll' | 'ece'>;

/** The mean over all kinds that were looked at, at each severity, ascending. */
export function meanCorruptions(results: readonly CorruptionResult[]): readonly MeanCorruption[] {
  const severities = [...new Set(results.map(({ severity }) => severity))].sort((a, b) => a - b);
  return severities.map((severity) => {
    const same = results.filter((one) => one.severity === severity);
    const mean = (score: 'accuracy' | 'nll' | 'ece') =>
      same.reduce((sum, one) => sum + one[score], 0) / same.length;
    return { severity, accuracy: mean('accuracy'), nll: mean('nll'), ece: mean('ece') };
  });
}

/** The kinds among results, without the pictures as they are. */
export function spoiltKinds(results: readonly CorruptionResult[]): readonly string[] {
  return [...new Set(results.filter(({ severity }) => severity > 0).map(({ kind }) => kind))];
}
