import type { ColumnLook } from '../../../src-shared/data/data-look';
import { namesInText, textOfNames } from '../../settings/name-list';
import type { Draft } from '../draft.svelte';
import { headsOfColumns } from '../heads-form';

/** What the columns of a table are for, as the form says it. */
export interface ColumnUses {
  readonly choices: readonly { readonly value: string; readonly label: string }[];
  useOf(name: string): string;
  /** Writes what a column is for into the form. */
  use(column: ColumnLook, use: string): void;
}

/** Settings that one column at most is named in, and those that several are. */
interface UseSettings {
  readonly single: Readonly<Record<string, string>>;
  readonly several: Readonly<Record<string, string>>;
}

function textAt(draft: Draft, path: string): string {
  return (draft.texts[path] ?? '').trim();
}

function namesAt(draft: Draft, path: string): readonly string[] {
  return namesInText(textAt(draft, path));
}

/** Takes a column out of every setting that names it. */
function forget(draft: Draft, name: string, { single, several }: UseSettings): void {
  for (const path of Object.values(single)) if (textAt(draft, path) === name) draft.type(path, '');
  for (const path of Object.values(several))
    if (namesAt(draft, path).includes(name))
      draft.type(path, textOfNames(namesAt(draft, path).filter((one) => one !== name)));
}

function useIn(draft: Draft, name: string, { single, several }: UseSettings): string | undefined {
  const ofOne = Object.entries(single).find(([, path]) => textAt(draft, path) === name);
  const ofSeveral = Object.entries(several).find(([, path]) => namesAt(draft, path).includes(name));
  return (ofOne ?? ofSeveral)?.[0];
}

const targetPath = 'data.target';
const rowSettings: UseSettings = {
  single: { groups: 'data.groups', split: 'data.splitColumn' },
  several: { target: targetPath, 'left-out': 'data.leaveOut' },
};

/** What a look has found of the columns. */
export interface ColumnFacts {
  holdsTexts(column: string): boolean;
  /** Whether a run leaves it out by itself. */
  namesRows(column: string): boolean;
}

/** Of a table whose rows are items. */
export class RowUses implements ColumnUses {
  readonly choices = [
    { value: 'input', label: 'Input' },
    { value: 'target', label: 'To predict' },
    { value: 'another-target', label: 'Also to predict' },
    { value: 'left-out', label: 'Left out' },
    { value: 'groups', label: 'Groups' },
    { value: 'split', label: 'Split' },
  ];
  readonly #draft: Draft;
  readonly #facts: ColumnFacts;

  constructor(draft: Draft, facts: ColumnFacts) {
    this.#draft = draft;
    this.#facts = facts;
  }

  useOf(name: string): string {
    const use = useIn(this.#draft, name, rowSettings) ?? (this.#facts.namesRows(name) ? 'left-out' : 'input');
    return use === 'target' && namesAt(this.#draft, targetPath)[0] !== name ? 'another-target' : use;
  }

  /** One to predict takes the place of all that were predicted before, which are inputs again; another one comes beside them. */
  use({ name, holds }: ColumnLook, use: string): void {
    const draft = this.#draft;
    forget(draft, name, rowSettings);
    const before = namesAt(draft, targetPath);
    const isPredicted = use === 'target' || use === 'another-target';
    const now = use === 'target' ? [name] : isPredicted ? [...before, name] : before;
    draft.type(targetPath, textOfNames(now));
    if (use === 'left-out')
      draft.type('data.leaveOut', textOfNames([...namesAt(draft, 'data.leaveOut'), name]));
    const single = rowSettings.single[use];
    if (single !== undefined) draft.type(single, name);
    if (isPredicted) draft.type('data.task', holds.kind === 'texts' ? 'classification' : 'regression');
    draft.type(
      'data.heads',
      headsOfColumns(draft.texts, now, (column) => this.#facts.holdsTexts(column)),
    );
  }
}

const valuePath = 'data.valueColumn';
const stepSettings: UseSettings = {
  single: { time: 'data.timeColumn', series: 'data.seriesColumn' },
  several: { value: valuePath, future: 'data.futureCovariates', past: 'data.pastCovariates' },
};

/** Of a table whose rows are steps of time. */
export class StepUses implements ColumnUses {
  readonly choices = [
    { value: 'none', label: 'Not used' },
    { value: 'time', label: 'Time' },
    { value: 'value', label: 'To forecast' },
    { value: 'another-value', label: 'Also to forecast' },
    { value: 'future', label: 'Known ahead' },
    { value: 'past', label: 'Of the past' },
    { value: 'series', label: 'Names the series' },
  ];
  readonly #draft: Draft;

  constructor(draft: Draft) {
    this.#draft = draft;
  }

  useOf(name: string): string {
    const use = useIn(this.#draft, name, stepSettings) ?? 'none';
    return use === 'value' && namesAt(this.#draft, valuePath)[0] !== name ? 'another-value' : use;
  }

  use({ name }: ColumnLook, use: string): void {
    const draft = this.#draft;
    forget(draft, name, stepSettings);
    const single = stepSettings.single[use];
    const several = use === 'another-value' ? valuePath : stepSettings.several[use];
    if (single !== undefined) draft.type(single, name);
    else if (several !== undefined)
      draft.type(several, textOfNames(use === 'value' ? [name] : [...namesAt(draft, several), name]));
  }
}
