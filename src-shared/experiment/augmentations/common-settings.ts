import { z } from 'zod';
import type { SettingField } from '../setting-field';

export const probability = z.number().min(0).max(1);

export const probabilityField: SettingField = {
  label: 'Probability',
  kind: 'number',
  help: 'Of it being done to a picture, 0 to 1.',
};

/** Two numbers between which one is drawn. */
export const range = (least: number, most: number) =>
  z
    .array(z.number().min(least).max(most))
    .refine(([from, to, ...more]) => to !== undefined && more.length === 0 && from <= to, {
      message: 'Must be two numbers, the smaller first.',
    });

/** How strongly a colour is changed at most: a factor is drawn between 1 less this and 1 more. */
export const strength = z.number().min(0).max(10).default(0);

export const alpha = z.number().positive().max(100).default(1);

export const alphaField: SettingField = {
  label: 'Alpha',
  kind: 'number',
  help: 'Shares are drawn from Beta(alpha, alpha): 1 is even, smaller ones are near 0 and 1.',
};

/** Of those that leave targets as they are, or move them with the picture. */
export const follows = { values: true, pixels: true } as const;
