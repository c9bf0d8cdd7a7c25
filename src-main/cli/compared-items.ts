import type {
  ComparedPredictions,
  ItemsNamedApart,
  ItemsOfValuesApart,
  PosteriorComparison,
} from '../../src-shared/posterior/posterior-comparison';

/** Items that are named in words at most. */
const mostListed = 10;

/** A number as `compare` tells it. */
export const shown = (value: number) => String(Number(value.toPrecision(4)));

/** Items on which two runs disagree, as `compare` tells them; the rest is in --json. */
export function apartLines(apart: PosteriorComparison['apart']): readonly string[] {
  if (!apart || apart.items.length === 0) return [];
  return apart.kind === 'classes' ? linesOfClasses(apart) : linesOfValues(apart);
}

function linesOfClasses({ all, classNames, items }: ItemsNamedApart): readonly string[] {
  const name = (label: number) => classNames[label] ?? String(label);
  return [
    `Test items of which they name different classes: ${all}, those first whose probabilities lie farthest apart`,
    ...items.slice(0, mostListed).map((one) => {
      const said = one.named.map((label, run) => `${name(label)} (${shown(100 * one.confidence[run])} %)`);
      return `  ${nameOf(one)} is ${name(one.label)}: ${said.join(' | ')}`;
    }),
  ];
}

function linesOfValues({ all, unit, items }: ItemsOfValuesApart): readonly string[] {
  const inUnit = unit === undefined ? '' : ` ${unit}`;
  return [
    `Test items of which they predict a value more than one spread apart: ${all}; the farthest:`,
    ...items.slice(0, mostListed).map((one) => {
      const said = one.means.map((mean, run) => `${shown(mean)} ± ${shown(one.stds[run])}`);
      const truth = Number.isNaN(one.truth) ? '' : ` is ${shown(one.truth)}${inUnit}`;
      return `  ${nameOf(one)} ${one.target}${truth}: ${said.join(' | ')}${inUnit}, ${shown(one.distance)} spreads apart`;
    }),
  ];
}

function nameOf({ item, origin }: { readonly item: number; readonly origin?: string | undefined }): string {
  return `item ${item}${origin === undefined ? '' : ` (${origin})`}`;
}

/** Items say by their row, file or number which they are. */
export function withoutPictures(posteriors: PosteriorComparison | string): PosteriorComparison | string {
  if (typeof posteriors === 'string') return posteriors;
  const { otherHeads } = posteriors;
  const told = { ...posteriors, ...tellingItems(posteriors) };
  return otherHeads === undefined
    ? told
    : { ...told, otherHeads: otherHeads.map((one) => ({ ...one, ...tellingItems(one) })) };
}

function tellingItems({ apart: all }: ComparedPredictions): Pick<ComparedPredictions, 'apart'> {
  if (all?.kind !== 'classes') return {};
  const { items, pictureShape: _, ...apart } = all;
  return { apart: { ...apart, items: items.map(({ pixels, ...one }) => one) } };
}
