import { z } from 'zod';
import type { SettingField } from '../setting-field';

export const factor = z.number().positive().default(0.1);

/** Of the schedules that fall by a factor. */
export const factorField: SettingField = {
  label: 'Times',
  kind: 'number',
  help: 'What the learning rate is multiplied with.',
};
