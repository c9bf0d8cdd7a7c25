import { z } from 'zod';
import { noiseSchema } from '../noise';
import { learnedByDefault } from '../noise/learned';
import type { SettingField } from '../setting-field';
import type { DataSettings } from '.';
import { targetName } from './target-names';

/** What of the network says one target, and how that is distributed around it. */
const head = z.strictObject({
  /** The column or array that it predicts, one of those to predict. */
  target: targetName,
  /** Whether that holds values or classes. */
  task: z.enum(['regression', 'classification']).default('regression'),
  /** Of values: as inference.noise, which is that of targets without heads. */
  noise: noiseSchema.default(learnedByDefault),
  /** What its log-likelihood is multiplied by in the sum over the heads; 1 is Bayes. */
  weight: z.number().positive().default(1),
  /** Of a network of one’s own: the name of the output that it is, or of several side by side, such as a mean and its log-variance. */
  output: z.union([targetName, z.array(targetName).min(1)]).optional(),
});

/** One for each target. */
export const headSettings = z.array(head).min(1).max(64).optional();

export const headsField = {
  label: 'Heads of several targets',
  kind: 'heads',
  optional: true,
  help: 'A likelihood for each target: classes, or numbers with a noise of their own.',
} as const satisfies SettingField;

export type Head = Readonly<z.output<typeof head>>;

/** The heads that data ask for; none where all targets have one likelihood. */
export function headsOf(data: DataSettings): readonly Head[] {
  return ('heads' in data ? data.heads : undefined) ?? [];
}

/** Whether a target holds classes, where it has a head of its own. */
export function taskOfTarget<Task extends string>(
  { heads = [], task }: { readonly heads?: readonly Head[] | undefined; readonly task: Task },
  target: string,
): Task | Head['task'] {
  return heads.find((one) => one.target === target)?.task ?? task;
}

/** The names of the outputs that a head takes; none where they are told by their place. */
export function outputNames({ output = [] }: Pick<Head, 'output'>): readonly string[] {
  return typeof output === 'string' ? [output] : output;
}
