import { z } from 'zod';
import type { SettingField } from '../setting-field';

/** Settings of data whose items have a class for each pixel. */

/** A class map is a picture of bytes: the last value is left for what is ignored. */
export const mostPixelClasses = 255;
/** That value. */
export const ignoredByte = 255;

/** Of class maps: pixels of this label count neither in the likelihood nor in scores; -1 where all count. */
export const ignoredLabel = z.int().min(-1).max(65_535).default(255);

/** Of class maps: what the classes are called, in the order of their labels from 0 on; without names, by their numbers. */
export const pixelClassNames = z.array(z.string().min(1)).max(mostPixelClasses).default([]);

export const ignoredField: SettingField = {
  label: 'Label to ignore',
  kind: 'whole',
  help: 'Of class maps: pixels that count for nothing; -1 for none.',
  isFurther: true,
};

export const classNamesField: SettingField = {
  label: 'Names of the pixels’ classes',
  kind: 'text-list',
  help: 'Of class maps, in the order of their labels: 0, 1, ...',
  whenEmpty: 'their numbers',
  isFurther: true,
};
