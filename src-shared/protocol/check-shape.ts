import type { z } from 'zod';

export type ShapeCheck<Schema extends z.ZodType> =
  | { readonly success: true; readonly data: z.output<Schema> }
  | { readonly success: false; readonly issues: readonly z.core.$ZodIssue[] };

/**
 * Checks a value from outside against a schema, whatever it is: an object that cannot be turned into a primitive (its
 * own `toString` is no function) makes zod's comparisons throw, and is then just another value that does not fit.
 */
export function checkShape<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  context?: z.core.ParseContext<z.core.$ZodIssue>,
): ShapeCheck<Schema> {
  try {
    const parsed = schema.safeParse(value, context);
    return parsed.success ? parsed : { success: false, issues: parsed.error.issues };
  } catch {
    return { success: false, issues: [{ code: 'custom', path: [], message: 'Must be plain data.' }] };
  }
}
