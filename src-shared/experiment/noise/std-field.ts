import type { SettingField } from '../setting-field';

export const stdField = {
  label: 'Noise standard deviation',
  kind: 'number',
  help: 'In units of the standardised targets; where learned or predicted, its start.',
} as const satisfies SettingField;
