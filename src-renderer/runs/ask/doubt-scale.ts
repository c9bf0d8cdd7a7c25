import type { Assessment } from '../../../src-shared/assessment/assessment';
import { ownWords } from '../../../src-shared/assessment/assessment-metrics';
import type { TargetReports } from '../../../src-shared/assessment/target-reports';
import type { Askable } from '../../../src-shared/posterior/asking';

/** How doubtful a test item was: of classes in nats, of values in the target's own unit. */
export interface TestedDoubt {
  readonly aleatoric: number;
  readonly epistemic: number;
}

/** Quantiles of how doubtful items of other data were, in the same units, at equal distances. */
export interface OtherDoubts {
  readonly name: string;
  readonly aleatoric: readonly number[];
  readonly epistemic: readonly number[];
}

/** What an item's doubt is held against. */
export interface DoubtScale {
  readonly tested: readonly TestedDoubt[];
  readonly others: readonly OtherDoubts[];
  /** Where it is held against test items alone. */
  readonly hasNoOthers?: boolean;
}

/** What the doubt about one of several things is held against: how doubtful the test items were of it. */
export function scaleOfPart(name: string, reports: TargetReports | undefined): DoubtScale {
  const report = reports?.targets.find((one) => one.name === name);
  const { doubts = [] } = report?.evaluation ?? report?.predictions ?? {};
  return { tested: doubts, others: [], hasNoOthers: true };
}

/** Other data that a run was evaluated on with the weight samples that are asked; none of earlier versions, which kept no quantiles. */
export function otherDoubts(
  { samples, ood }: Pick<Assessment, 'samples' | 'ood'>,
  askable: Pick<Askable, 'samples' | 'predicts'>,
): readonly OtherDoubts[] {
  const { predicts } = askable;
  if (samples !== askable.samples || predicts.kind === 'several') return [];
  const isOfClasses = predicts.kind === 'classes';
  // Spreads of values are kept in standard deviations of the target.
  const unit = isOfClasses ? 1 : (predicts.std[0] ?? Number.NaN);
  const names = ownWords(ood);
  return ood.flatMap(({ doubts = {} }, at) => {
    const aleatoric = doubts[isOfClasses ? 'expected-entropy' : 'noise-std'];
    const epistemic = doubts[isOfClasses ? 'mutual-information' : 'weight-std'];
    if (!aleatoric || !epistemic) return [];
    const inUnit = (quantiles: readonly number[]) => quantiles.map((value) => unit * value);
    return [{ name: names[at], aleatoric: inUnit(aleatoric), epistemic: inUnit(epistemic) }];
  });
}
