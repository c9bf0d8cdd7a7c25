import { z } from 'zod';

/**
 * The group of settings that a single word was written for, as a person would write it: `{kind: poisson}` where
 * `noise: poisson` stood. Undefined where the group has no setting that takes the word.
 * @param path where the word stands, from the root of the schema on
 */
export function groupForWord(
  schema: z.core.$ZodType,
  path: readonly PropertyKey[],
  word: unknown,
): string | undefined {
  if (typeof word !== 'string' || !plainWord.test(word)) return;
  const group = schemaAt(schema, path);
  const key =
    group instanceof z.ZodDiscriminatedUnion ? nameOfForm(group, word) : group && choiceOf(group, word);
  return key && `{${key}: ${word}}`;
}

const plainWord = /^[a-z][\w-]{0,39}$/i;

function nameOfForm({ def, options }: z.ZodDiscriminatedUnion, word: string): string | undefined {
  const takes = options.some(
    (option) => option instanceof z.ZodObject && fits(option.shape[def.discriminator], word),
  );
  return takes ? def.discriminator : undefined;
}

function choiceOf(group: z.core.$ZodType, word: string): string | undefined {
  if (!(group instanceof z.ZodObject)) return;
  const shape: Readonly<Record<string, z.core.$ZodType>> = group.shape;
  return Object.keys(shape).find((key) => inner(shape[key]) instanceof z.ZodEnum && fits(shape[key], word));
}

function fits(schema: z.core.$ZodType | undefined, word: string): boolean {
  return schema !== undefined && z.safeParse(schema, word).success;
}

/** The schema of a setting; of a group in several forms the first form that has the setting. */
function schemaAt(schema: z.core.$ZodType, path: readonly PropertyKey[]): z.core.$ZodType | undefined {
  const bare = inner(schema);
  const [first, ...rest] = path;
  if (first === undefined) return bare;
  if (bare instanceof z.ZodArray) return schemaAt(bare.element, rest);
  if (bare instanceof z.ZodDiscriminatedUnion)
    return bare.options.map((option) => schemaAt(option, path)).find((found) => found !== undefined);
  if (!(bare instanceof z.ZodObject)) return;
  const next: z.core.$ZodType | undefined = bare.shape[String(first)];
  return next && schemaAt(next, rest);
}

/** What a setting is where it may be left out. */
function inner(schema: z.core.$ZodType | undefined): z.core.$ZodType | undefined {
  if (schema instanceof z.ZodDefault || schema instanceof z.ZodOptional || schema instanceof z.ZodPrefault)
    return inner(schema.unwrap());
  return schema instanceof z.ZodPipe ? inner(schema.out) : schema;
}
