import { z } from 'zod';
import type { SettingField } from '../setting-field';

/** Seconds of the units that have as many each time. */
const secondsOf = { s: 1, min: 60, h: 3600, day: 86_400, week: 604_800 } as const;
const monthsOf = { month: 1, year: 12 } as const;

/** As pandas calls them. */
const aliases: Readonly<Record<string, string>> = {
  sec: 's',
  second: 's',
  minute: 'min',
  t: 'min',
  hour: 'h',
  d: 'day',
  w: 'week',
  ms: 'month',
  ys: 'year',
  y: 'year',
};

/** A step that values are brought to: of seconds, or of months of the calendar. */
export type ResampledStep =
  | { readonly kind: 'seconds'; readonly seconds: number }
  | { readonly kind: 'months'; readonly months: number };

/** Minutes or months, milliseconds or (`MS`) beginnings of months: nobody knows which was meant. */
const ambiguous = ['m', 'ms'];

/** Reads `15 min`, `1 h`, `day`, `3 months`, or pandas' `15min`, `D` and `MS`; undefined where it is none, or none alone. */
export function resampledStep(text: string): ResampledStep | undefined {
  const [, count = '', word = ''] = /^\s*(\d{0,6})\s*([a-z]+)\s*$/i.exec(text) ?? [];
  if (ambiguous.includes(word)) return undefined;
  const plain = word.toLowerCase();
  const singular = plain.length > 2 ? plain.replace(/s$/, '') : plain;
  const unit = aliases[plain] ?? aliases[singular] ?? singular;
  const number = count === '' ? 1 : Number(count);
  if (number === 0) return undefined;
  if (unit in secondsOf)
    return { kind: 'seconds', seconds: number * secondsOf[unit as keyof typeof secondsOf] };
  if (unit in monthsOf) return { kind: 'months', months: number * monthsOf[unit as keyof typeof monthsOf] };
  return undefined;
}

const ways = ['mean', 'last', 'sum'] as const;
export type ResampledBy = (typeof ways)[number];

export const resamplingSettings = {
  /** The zone (of the tz database) whose clocks times without one of their own are read from, as `Europe/Berlin`: without it they are UTC. Nights in which clocks change are then no gaps, and the calendar is that of its clocks. */
  timeZone: z.string().min(1).optional(),
  /** A step that the file's rows are brought to, as `15 min`, `1 h`, `1 day` or `1 month`: what lies in a step becomes one value. */
  resample: z
    .string()
    .refine((text) => resampledStep(text) !== undefined, {
      message: 'Write a step as 15 min, 1 h, 1 day or 1 month.',
    })
    .optional(),
  /** What stands for the values in a step: their mean, the last, or their sum; those that are not known do not count. */
  resampleBy: z.enum(ways).optional(),
  /** Columns of another way than `resampleBy`: `{"rain": "sum"}` beside the means of temperatures. */
  resampleByColumn: z.record(z.string().min(1), z.enum(ways)).optional(),
};

export const resamplingFields: Readonly<Record<keyof typeof resamplingSettings, SettingField>> = {
  timeZone: {
    label: 'Time zone',
    kind: 'text',
    optional: true,
    help: 'Whose clocks times without a zone are of, as Europe/Berlin: nights in which they change are then no gaps. Empty for UTC.',
    isFurther: true,
  },
  resample: {
    label: 'Bring to steps of',
    kind: 'text',
    optional: true,
    help: 'As 15 min, 1 h, 1 day or 1 month, for rows that are not evenly spaced. Empty for the file’s own step.',
    isFurther: true,
  },
  resampleBy: {
    label: 'Value of a step',
    kind: 'choice',
    optional: true,
    help: 'What stands for the values that lie in a step.',
    choices: [
      { value: 'mean', label: 'Their mean', help: 'As of temperatures and loads.' },
      { value: 'last', label: 'The last', help: 'As of prices and levels.' },
      { value: 'sum', label: 'Their sum', help: 'As of rain and counts.' },
    ],
    isFurther: true,
  },
  resampleByColumn: {
    label: 'Columns of another way',
    kind: 'text-pairs',
    optional: true,
    help: 'As rain = sum, with commas between: mean, last or sum of these columns, whatever the others have.',
    isFurther: true,
  },
};
