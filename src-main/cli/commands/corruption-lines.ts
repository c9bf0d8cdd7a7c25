import type { Assessment } from '../../../src-shared/assessment/assessment';
import {
  type CorruptionKind,
  corruptionKindSchema,
  type MeanCorruption,
  meanCorruptions,
  spoiltKinds,
} from '../../../src-shared/assessment/corruptions';
import { BadInputError } from '../../../src-shared/errors';
import { nearest } from '../../../src-shared/words/nearest';

/** How the scores went when the test pictures were spoilt; of several kinds also what they come to together. */
export function corruptionLines(corruptions: NonNullable<Assessment['corruptions']>): readonly string[] {
  const kinds = spoiltKinds(corruptions).length;
  const means = kinds < 2 ? [] : meanCorruptions(corruptions).filter(({ severity }) => severity > 0);
  return [
    ...corruptions.map((one) => `  ${one.kind}, severity ${one.severity}: ${scoresText(one)}`),
    ...means.map((one) => `  mean of ${kinds} corruptions, severity ${one.severity}: ${scoresText(one)}`),
  ];
}

/** @throws BadInputError where no corruption has that name */
export function corruptionKind(text: string): CorruptionKind {
  const known = corruptionKindSchema.safeParse(text);
  if (known.success) return known.data;
  const kinds = corruptionKindSchema.options;
  const near = nearest(text, kinds);
  throw new BadInputError(
    `--corruption ${text}: there is none of that name.${near ? ` Did you mean ${near}?` : ''} There are ${kinds.join(', ')}.`,
  );
}

function scoresText({ accuracy, nll, ece }: MeanCorruption): string {
  return `accuracy ${digits(accuracy)}, NLL ${digits(nll)} nats, ECE ${digits(ece)}`;
}

function digits(value: number): string {
  return String(Number(value.toPrecision(4)));
}
