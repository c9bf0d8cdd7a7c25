import type { AskedPart, PartAnswer } from '../../../../src-shared/posterior/asking';
import { type SpreadPart, spreadParts } from '../../uncertainty/doubt/spread-parts';
import { rangeOf } from '../../uncertainty/maps/colour-map';
import { classDoubt } from '../class-doubt';
import { type ValueDoubt, valueDoubt } from '../value-doubt';
import { slicePoints } from './row-slice';

/** What is predicted over a plane: row by row from the lowest. */
export interface PlaneMap {
  readonly title: string;
  readonly unit: string;
  readonly values: readonly number[];
  readonly range: readonly [number, number];
}

/** What is predicted over the plane behind a slice, and how unsure that is. */
export function planeMaps(answer: PartAnswer, predicts: AskedPart, part: SpreadPart): readonly PlaneMap[] {
  if (answer.kind === 'values' && predicts.kind === 'values') {
    const doubts = answer.items
      .slice(1 + slicePoints)
      .flatMap(([value]) => (value ? [valueDoubt(value)] : []));
    const unit = predicts.unit ?? '';
    const means = doubts.map(({ mean }) => mean);
    return [
      { title: `${predicts.targetNames[0] ?? ''}, mean`, unit, values: means, range: rangeOf(means) },
      doubtMap(`Standard deviation${partWords(part)}`, unit, doubts, part, ({ std }) => std),
    ];
  }
  if (answer.kind !== 'classes' || predicts.kind !== 'classes') return [];
  const { predicted } = classDoubt(answer.items[0] ?? []);
  const doubts = answer.items.slice(1 + slicePoints).map(classDoubt);
  return [
    {
      title: `Probability of ${predicts.classNames[predicted] ?? predicted}`,
      unit: '',
      values: doubts.map(({ pooled }) => pooled[predicted] ?? Number.NaN),
      range: [0, 1],
    },
    doubtMap(`Entropy${partWords(part)}`, 'nats', doubts, part, (one) => one.aleatoric + one.epistemic),
  ];
}

type Doubt = Pick<ValueDoubt, 'aleatoric' | 'epistemic'>;

/** On the scale of all doubt, whatever part of it is shown. */
function doubtMap<One extends Doubt>(
  title: string,
  unit: string,
  doubts: readonly One[],
  part: SpreadPart,
  total: (one: One) => number,
): PlaneMap {
  const doubtOf = {
    total,
    weights: ({ epistemic }: One) => epistemic,
    noise: ({ aleatoric }: One) => aleatoric,
  };
  return { title, unit, values: doubts.map(doubtOf[part]), range: rangeOf([0, ...doubts.map(total)]) };
}

function partWords(part: SpreadPart): string {
  return part === 'total' ? '' : `, ${spreadParts[part].label}`;
}
