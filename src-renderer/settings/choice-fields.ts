import { z } from 'zod';
import { type AnyChoice, namesOf } from '../../src-shared/experiment/choice';
import type { SettingField } from '../../src-shared/experiment/setting-field';
import { settingText } from '../../src-shared/experiment/setting-paths';
import type { Field } from './field';

type Conditions = NonNullable<Field['shownWhen']>;

/** A field, under the name of its setting, and the choices that have it. */
interface SharedField {
  readonly setting: string;
  readonly field: SettingField;
  readonly owners: readonly AnyChoice[];
}

/**
 * A field for each setting of a group that chooses one of a list, shown while a choice that has it is made. Each
 * choice's fields stand in its own order.
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
  const shared = list.reduce<readonly SharedField[]>(withFieldsOf, []);
  return shared.map(({ field, setting, owners }) => {
    const names = owners.flatMap((choice) => namesOf(choice, key));
    const shownWhen = owners.length === list.length ? outer : { ...outer, [`${path}.${key}`]: names };
    return { ...formField(field, owners[0]?.settings.shape[setting]), path: `${path}.${setting}`, shownWhen };
  });
}

/** A choice's fields among those known so far: a new one stands before the next of its own that is known already. */
function withFieldsOf(known: readonly SharedField[], choice: AnyChoice): readonly SharedField[] {
  const [placed] = Object.entries(choice.fields).reduceRight<[readonly SharedField[], number]>(
    ([rest, end], [setting, field]) => {
      const at = rest.findIndex((one) => one.field === field);
      if (at < 0)
        return [[...rest.slice(0, end), { setting, field, owners: [choice] }, ...rest.slice(end)], end];
      return [rest.map((one, i) => (i === at ? { ...one, owners: [...one.owners, choice] } : one)), at];
    },
    [known, known.length],
  );
  return placed;
}

/** A setting's field with what the schema takes where nothing is said. */
function formField({ start, ...field }: SettingField, schema: unknown): Omit<Field, 'path'> {
  const byDefault = schema instanceof z.ZodDefault ? settingText(schema.def.defaultValue) : undefined;
  const fallback = start ?? byDefault;
  return { ...field, ...(fallback === undefined ? {} : { fallback }) };
}
