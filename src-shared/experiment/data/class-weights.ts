import { z } from 'zod';
import type { SettingField } from '../setting-field';

/** What an item's log likelihood is multiplied by, by its class; in proportion to how rare each is, or as told, 1 where nothing is. */
export const classWeights = z
  .union([z.literal('balanced'), z.record(z.string().min(1), z.number().positive())])
  .optional();

export type ClassWeights = Exclude<z.output<typeof classWeights>, undefined>;

export const classWeightsField: SettingField = {
  label: 'Weights of classes',
  kind: 'word-or-pairs',
  optional: true,
  help: 'balanced: in proportion to how rare each is; or as told, such as rare = 5, often = 1. Empty for none.',
  isFurther: true,
};
