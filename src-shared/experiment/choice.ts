import { z } from 'zod';
import type { Option, SettingField } from './setting-field';

/**
 * One of several ways of doing something that an experiment chooses from, such as a prior: all that can be known of it
 * without computing. It stands in one file, which the list of its kind (`index.ts` beside it) names.
 * @typeParam Settings of this choice; each has a field but those in `Fieldless`, such as the choice's own name
 */
export interface Choice<Settings extends z.ZodObject, Fieldless extends string = 'kind'> {
  readonly settings: Settings;
  /** As a form offers it. */
  readonly title: string;
  /** What it does, in one line; without it the form says what the choice is about. */
  readonly help?: string;
  /** Choices that share a setting name the same field. */
  readonly fields: Readonly<Record<Exclude<keyof z.output<Settings>, Fieldless>, SettingField>>;
}

/** What the functions here need of a choice. */
export interface AnyChoice {
  readonly settings: z.ZodObject;
  readonly title: string;
  readonly help?: string;
  readonly fields: Readonly<Record<string, SettingField>>;
}

type SettingsOf<List extends readonly AnyChoice[]> = { [Place in keyof List]: List[Place]['settings'] };

/**
 * The schema of a group of settings that chooses one of a list.
 * @param key the setting that names the choice
 */
export function schemaOf<const List extends readonly AnyChoice[], const Key extends string>(
  list: List,
  key: Key,
): z.ZodDiscriminatedUnion<SettingsOf<List>, Key> {
  const [first, ...others] = list.map(({ settings }) => settings);
  const schema = z.discriminatedUnion(key, [first, ...others]);
  return schema as unknown as z.ZodDiscriminatedUnion<SettingsOf<List>, Key>;
}

/** What a choice is called in experiments. */
export function nameOf(choice: AnyChoice, key = 'kind'): string {
  const [name, ...others] = namesOf(choice, key);
  if (name === undefined || others.length > 0) throw new Error(`A choice has not one name under ${key}.`);
  return name;
}

/** All that a choice may be called: the known data sets of one kind are one choice. */
export function namesOf({ settings }: AnyChoice, key = 'kind'): readonly string[] {
  const named = required(settings.shape[key]);
  if (named instanceof z.ZodEnum) return named.options.map(String);
  if (named instanceof z.ZodLiteral) return [String(named.value)];
  throw new Error(`A choice has no name under ${key}.`);
}

/** What a setting is where it may be left out. */
function required(schema: unknown): unknown {
  return schema instanceof z.ZodDefault || schema instanceof z.ZodOptional
    ? required(schema.unwrap())
    : schema;
}

/** The choice of that name. Throws where the list has none, which a checked experiment never names. */
export function choiceOf<One extends AnyChoice>(list: readonly One[], name: string, key = 'kind'): One {
  const found = list.find((choice) => namesOf(choice, key).includes(name));
  if (!found) throw new Error(`There is no choice ${name}.`);
  return found;
}

/** The choices as a form offers them. */
export function optionsOf(list: readonly AnyChoice[], key = 'kind'): readonly Option[] {
  return list.map((choice) => ({
    value: nameOf(choice, key),
    label: choice.title,
    ...(choice.help === undefined ? {} : { help: choice.help }),
  }));
}
