import { z } from 'zod';
import type { SettingField } from '../setting-field';

const fraction = z.number().min(0).max(0.9);

/** Share of the items that are not tested on, held out for validation. */
export const validationFraction = fraction.default(0.1);

/** @param share of the items for the test, where nothing is said */
export const testShare = (share: number) => fraction.default(share);

/** Draws the items of the splits in place of the run's seed. */
export const splitSeed = z.int().min(0).max(2147483647).optional();

export const validationField: SettingField = {
  label: 'Validation share',
  kind: 'number',
  help: 'Part of the training items held out, 0 to 0.9.',
  isFurther: true,
};

export const testField: SettingField = {
  label: 'Test share',
  kind: 'number',
  help: 'Part of all items kept for the test, 0 to 0.9.',
  isFurther: true,
};

export const splitSeedField: SettingField = {
  label: 'Seed of the split',
  kind: 'whole',
  optional: true,
  help: 'Draws which items validate and test; empty for the run’s own seed. Set it and runs of other seeds have the same split.',
  isFurther: true,
};
