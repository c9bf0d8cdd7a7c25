import { z } from 'zod';
import type { SettingField } from '../setting-field';

/** Settings that several networks have, and how a form shows them. */

export const count = z.int().min(1);
export const layerCount = count.max(100);

/** Probability with which Monte Carlo dropout drops a hidden unit of the dense layers. */
export const dropout = z.number().min(0).lt(1).default(0);
export const activation = z.enum(['relu', 'tanh', 'gelu']).default('relu');

export const activationField: SettingField = {
  label: 'Activation',
  kind: 'choice',
  help: 'Between the layers.',
  choices: [
    { value: 'relu', label: 'ReLU' },
    { value: 'tanh', label: 'tanh' },
    { value: 'gelu', label: 'GELU' },
  ],
};

export const hiddenField: SettingField = {
  label: 'Hidden layers',
  kind: 'whole-list',
  optional: true,
  help: 'Units of each layer, with commas between: 64, 128.',
};

export const patchSizeField: SettingField = {
  label: 'Patch side',
  kind: 'whole',
  help: 'In pixels, or cells of the grid; each patch is one token.',
};

export const widthField: SettingField = {
  label: 'Width',
  kind: 'whole',
  help: 'Numbers that stand for a token; its heads share them.',
};

export const headsField: SettingField = {
  label: 'Heads',
  kind: 'whole',
  help: 'Of each attention; a divisor of the width.',
};
