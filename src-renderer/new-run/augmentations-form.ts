import { augmentations } from '../../src-shared/experiment/augmentations';
import { type AnyChoice, nameOf } from '../../src-shared/experiment/choice';
import { isSettings, type Settings, settingText } from '../../src-shared/experiment/setting-paths';
import { readField } from '../settings/assemble';
import { textOfHeads } from '../settings/heads-text';

/** A change of pictures as the form holds it: what the schema checks, perhaps not yet right. */
export type ChangeDraft = Settings & { readonly kind: string };

/** All changes that may be chosen, by their names in their usual order. */
export const changesByName: ReadonlyMap<string, AnyChoice> = new Map(
  augmentations.map((choice) => [nameOf(choice), choice]),
);
const usualOrder = [...changesByName.keys()];

/** The changes in a field's text; none where it is no list of them. */
export function changesIn(text: string): readonly ChangeDraft[] {
  try {
    const read: unknown = JSON.parse(text);
    return Array.isArray(read) ? read.filter(isChange) : [];
  } catch {
    return [];
  }
}

function isChange(value: unknown): value is ChangeDraft {
  return isSettings(value) && typeof value.kind === 'string';
}

/** The text with one change more, before the first that usually follows it, or without it; empty where none is left. */
export function withChange(changes: readonly ChangeDraft[], kind: string, isOn: boolean): string {
  const others = changes.filter((change) => change.kind !== kind);
  if (!isOn) return others.length === 0 ? '' : textOfHeads(others);
  const follows = others.findIndex((other) => usualOrder.indexOf(other.kind) > usualOrder.indexOf(kind));
  const at = follows < 0 ? others.length : follows;
  return textOfHeads([...others.slice(0, at), { kind }, ...others.slice(at)]);
}

/** The text with one setting of one change as it is written. */
export function withSetting(
  changes: readonly ChangeDraft[],
  kind: string,
  setting: string,
  written: string,
): string {
  const field = changesByName.get(kind)?.fields[setting];
  return textOfHeads(
    changes.map((change) => {
      if (change.kind !== kind || !field) return change;
      const { [setting]: _old, ...others } = change;
      return written.trim() === ''
        ? others
        : { ...others, [setting]: readField({ ...field, path: '' }, written).value };
    }),
  );
}

/** What stands in a setting's place: what is written there, or what is taken where nothing is. */
export function textOfSetting(change: ChangeDraft, setting: string): string {
  const parsed = changesByName.get(change.kind)?.settings.safeParse({ kind: change.kind });
  return settingText(change[setting] ?? parsed?.data?.[setting]);
}
