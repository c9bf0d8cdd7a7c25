import type { Experiment } from '../../src-shared/experiment/experiment';
import { flatten, type Settings, settingText } from '../../src-shared/experiment/setting-paths';
import { allFields, labelOf } from '../settings/fields';
import { valueInFormWords } from '../settings/form-words';

/** A setting that is another than where the form began. */
export interface Change {
  readonly path: string;
  readonly label: string;
  readonly before: string;
  readonly after: string;
}

/** What the form changed of the experiment that it began with, its name aside, in the words of the form. */
export function changesOf(origin: Settings, experiment: Experiment): readonly Change[] {
  const [old, now] = [new Map(flatten(origin)), new Map(flatten({ ...experiment }))];
  const choices = [...now.keys()].filter((path) => /\.(kind|method|dataset)$/.test(path));
  const chosen = choices.filter((path) => old.get(path) !== now.get(path)).map(parentOf);
  /** Another choice has other settings, which says nothing new. */
  const isGone = (path: string) => !now.has(path) && chosen.includes(parentOf(path));
  return [...new Set([...old.keys(), ...now.keys()])].flatMap((path) => {
    const [before, after] = [old, now].map((values) =>
      values.has(path) ? valueInFormWords(path, settingText(values.get(path))) : 'not set',
    );
    if (path === 'name' || before === undefined || after === undefined || before === after) return [];
    if (isGone(path)) return [];
    return [{ path, label: labelOf(path), before: shortened(before), after: shortened(after) }];
  });
}

function parentOf(path: string): string {
  return path.slice(0, path.lastIndexOf('.'));
}

/** Of paths the end tells them apart. */
function shortened(text: string): string {
  return text.length > longestValue ? `…${text.slice(1 - longestValue)}` : text;
}

const longestValue = 36;

/** So many changes are told; more of them would be another experiment. */
const mostTold = 6;

/** "Epochs: 30 → 900; Batch size: 64 → 32; and 3 more". */
export function changesText(changes: readonly Change[]): string {
  const told = changes.slice(0, mostTold).map(({ label, before, after }) => `${label}: ${before} → ${after}`);
  const more = changes.length - told.length;
  return [...told, ...(more > 0 ? [`and ${more} more`] : [])].join('; ');
}

/** Longer names are cut off in every list. */
const longestName = 60;

/** The name that the experiment began with, and what has changed since: "Digits demo, epochs 900". */
export function proposedName(name: string, changes: readonly Change[]): string {
  return changes.reduce((proposed, { path, label, after }) => {
    const isChoice = allFields.some((field) => field.path === path && field.kind === 'choice');
    const longer = isChoice ? `${proposed}, ${after}` : `${proposed}, ${label.toLowerCase()} ${after}`;
    return longer.length <= longestName ? longer : proposed;
  }, name);
}
