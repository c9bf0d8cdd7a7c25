import type { Askable, AskedPart, ItemAnswer, PartAnswer } from '../../../src-shared/posterior/asking';
import { formatNumber, withUnit } from '../../ui/numbers';
import { type ClassDoubt, classDoubt } from './class-doubt';
import type { TestedDoubt } from './doubt-scale';
import { type ValueDoubt, valueDoubt } from './value-doubt';

/** One of several things that a network predicts of an item; the only one has no name. */
export interface NamedPart {
  readonly name: string;
  readonly predicts: AskedPart;
}

/** All that a network predicts of an item. */
export function partsOf(predicts: Askable['predicts']): readonly NamedPart[] {
  return predicts.kind === 'several' ? predicts.parts : [{ name: '', predicts }];
}

/** An answer for each of them. */
export function answersOf(answer: ItemAnswer): readonly PartAnswer[] {
  return answer.kind === 'several' ? answer.parts : [answer];
}

/** What is said of one thing in short, and its doubt as shares of the most that there can be. */
export interface ShortVerdict {
  readonly words: string;
  /** 0 to 1 and beyond: of all classes alike, or of the spread of all values of training. */
  readonly doubt: TestedDoubt;
}

/** Of the first item of an answer; undefined where there is none. */
export function shortVerdict(
  { predicts }: Pick<NamedPart, 'predicts'>,
  answer: PartAnswer | undefined,
): ShortVerdict | undefined {
  if (answer?.kind === 'classes' && predicts.kind === 'classes') {
    const [samples] = answer.items;
    if (!samples) return undefined;
    const doubt = classDoubt(samples);
    return { words: classWords(doubt, predicts.classNames), doubt: shares(doubt, mostNats(doubt)) };
  }
  if (answer?.kind !== 'values' || predicts.kind !== 'values') return undefined;
  const [value] = answer.items[0] ?? [];
  if (!value) return undefined;
  const doubt = valueDoubt(value);
  return { words: valueWords(doubt, predicts.unit), doubt: shares(doubt, predicts.std[0] ?? 1) };
}

/** "house, 83 %" */
export function classWords({ predicted, pooled }: ClassDoubt, classes: readonly string[]): string {
  return `${classes[predicted]}, ${Math.round(100 * (pooled[predicted] ?? 0))}\u00a0%`;
}

/** Of all classes alike. */
export function mostNats({ pooled }: Pick<ClassDoubt, 'pooled'>): number {
  return Math.log(pooled.length);
}

/** "10.25 ± 1.3 MPa" */
export function valueWords(
  { mean, std }: Pick<ValueDoubt, 'mean' | 'std'>,
  unit: string | undefined,
): string {
  return withUnit(`${rounded(mean, 4)} ± ${rounded(std, 3)}`, unit);
}

/** What came of an item: "house", or of several things "kind house, y 10.2 MPa"; empty where nothing is known. */
export function truthWords(parts: readonly NamedPart[], truths: readonly (number | null)[]): string {
  return parts
    .flatMap(({ name, predicts }, place) => {
      const truth = truths[place] ?? null;
      return truth === null ? [] : [`${name} ${truthOf(predicts, truth)}`.trim()];
    })
    .join(', ');
}

function truthOf(predicts: AskedPart, truth: number): string {
  if (predicts.kind === 'classes') return predicts.classNames[truth] ?? String(truth);
  return withUnit(rounded(truth, 4), predicts.unit);
}

function rounded(value: number, digits: number): string {
  return formatNumber(Number(value.toPrecision(digits)));
}

function shares({ aleatoric, epistemic }: TestedDoubt, most: number): TestedDoubt {
  return { aleatoric: aleatoric / most, epistemic: epistemic / most };
}
