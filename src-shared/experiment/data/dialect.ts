import { z } from 'zod';
import type { SettingField } from '../setting-field';

/** How a file of a person's own writes its cells, where it is not left to the file to tell. */
export const dialectSettings = {
  /** What separates the cells of a CSV file: what its first rows show (auto), or one of these. */
  separator: z.enum(['auto', 'comma', 'semicolon', 'tab', 'bar']).default('auto'),
  /** How numbers are written: as those show that can be read in one way only (auto), as 1,900.82 (point) or as 1.900,82 (comma). */
  decimals: z.enum(['auto', 'point', 'comma']).default('auto'),
  /** How a CSV file's letters are stored: UTF-8, or Windows-1252 where it cannot be that (auto), or one of these. */
  encoding: z
    .enum([
      'auto',
      'utf-8',
      'utf-16le',
      'windows-1250',
      'windows-1251',
      'windows-1252',
      'gb18030',
      'shift_jis',
      'euc-kr',
    ])
    .default('auto'),
};

export const dialectSchema = z.strictObject(dialectSettings);
export type Dialect = Readonly<z.output<typeof dialectSchema>>;

/** All as the file itself tells. */
export const asTold: Dialect = dialectSchema.parse({});

export const dialectFields = {
  separator: {
    label: 'Cells are separated by',
    kind: 'choice',
    help: 'Of a CSV file; what was understood stands in the run’s log.',
    choices: [
      { value: 'auto', label: 'What the file shows' },
      { value: 'comma', label: 'Commas' },
      { value: 'semicolon', label: 'Semicolons' },
      { value: 'tab', label: 'Tabs' },
      { value: 'bar', label: 'Vertical bars' },
    ],
    isFurther: true,
  },
  decimals: {
    label: 'Decimals have',
    kind: 'choice',
    help: 'How numbers are written, thousands in groups or not.',
    choices: [
      { value: 'auto', label: 'What the file shows' },
      { value: 'point', label: 'A point', help: 'As 1,900.82.' },
      { value: 'comma', label: 'A comma', help: 'As 1.900,82.' },
    ],
    isFurther: true,
  },
  encoding: {
    label: 'Letters',
    kind: 'choice',
    help: 'How a CSV file’s letters are stored.',
    choices: [
      { value: 'auto', label: 'UTF-8, else Western' },
      { value: 'utf-8', label: 'UTF-8' },
      { value: 'utf-16le', label: 'UTF-16 (“Unicode text” of Excel)' },
      { value: 'windows-1252', label: 'Western (Windows-1252, Latin-1)' },
      { value: 'windows-1250', label: 'Central European (Windows-1250)' },
      { value: 'windows-1251', label: 'Cyrillic (Windows-1251)' },
      { value: 'gb18030', label: 'Chinese (GB 18030)' },
      { value: 'shift_jis', label: 'Japanese (Shift JIS)' },
      { value: 'euc-kr', label: 'Korean (EUC-KR)' },
    ],
    isFurther: true,
  },
} as const satisfies Readonly<Record<keyof Dialect, SettingField>>;

/** Of settings that may have more. */
export function dialectOf({ separator, decimals, encoding }: Dialect): Dialect {
  return { separator, decimals, encoding };
}
