import { z } from 'zod';
import { type AnyChoice, namesOf } from '../../src-shared/experiment/choice';
import type { SettingField } from '../../src-shared/experiment/setting-field';
import { settingText } from '../../src-shared/experiment/setting-paths';
import type { Field } from './field';

type Conditions = NonNullable<Field['shownWhen']>;

/**
 * A field for each setting of a group that chooses one of a list, shown while a choice that has it is made.
 * @param path of the group
 * @param outer what must be chosen elsewhere for the group to matter at all
 * @param key the setting that names the choice
 */
export function settingFields(
  path: string,
  list: readonly AnyChoice[],
  outer: Conditions = {},
  key = 'kind',
): readonly Field[] {
  const found = new Map<SettingField, { readonly setting: string; readonly owners: AnyChoice[] }>();
  for (const choice of list)
    for (const [setting, field] of Object.entries(choice.fields)) {
      const known = found.get(field);
      if (known) known.owners.push(choice);
      else found.set(field, { setting, owners: [choice] });
    }
  return [...found].map(([field, { setting, owners }]) => {
    const names = owners.flatMap((choice) => namesOf(choice, key));
    const shownWhen = owners.length === list.length ? outer : { ...outer, [`${path}.${key}`]: names };
    return { ...formField(field, owners[0]?.settings.shape[setting]), path: `${path}.${setting}`, shownWhen };
  });
}

/** A setting's field with what the schema takes where nothing is said. */
function formField({ start, ...field }: SettingField, schema: unknown): Omit<Field, 'path'> {
  const byDefault = schema instanceof z.ZodDefault ? settingText(schema.def.defaultValue) : undefined;
  const fallback = start ?? byDefault;
  return { ...field, ...(fallback === undefined ? {} : { fallback }) };
}
