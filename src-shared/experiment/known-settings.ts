import { z } from 'zod';

/**
 * Dotted paths of all settings that may stand in a value of a schema, as `training.epochs`. Where a group has several
 * forms, those of the form that the value names.
 */
export function knownSettings(schema: z.core.$ZodType, value: unknown): readonly string[] {
  if (schema instanceof z.ZodDefault || schema instanceof z.ZodOptional || schema instanceof z.ZodPrefault)
    return knownSettings(schema.unwrap(), value);
  if (schema instanceof z.ZodPipe) return knownSettings(schema.out, value);
  if (schema instanceof z.ZodDiscriminatedUnion) return settingsOfForm(schema, value);
  if (!(schema instanceof z.ZodObject)) return [];
  return Object.entries<z.core.$ZodType>(schema.shape).flatMap(([name, inner]) => [
    name,
    ...knownSettings(inner, inside(value, name)).map((path) => `${name}.${path}`),
  ]);
}

function settingsOfForm({ def, options }: z.ZodDiscriminatedUnion, value: unknown): readonly string[] {
  const named = inside(value, def.discriminator);
  const form = options.find(
    (option) => option instanceof z.ZodObject && z.safeParse(option.shape[def.discriminator], named).success,
  );
  return form ? knownSettings(form, value) : [];
}

function inside(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? (value as Readonly<Record<string, unknown>>)[name]
    : undefined;
}
