import { z } from 'zod';

/**
 * Checks a value from outside against a schema, whatever it is: an object that cannot be turned into a primitive (its
 * own `toString` is no function) makes zod's comparisons throw, and is then just another value that does not fit.
 */
export function checkShape<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  context?: z.core.ParseContext<z.core.$ZodIssue>,
): z.ZodSafeParseResult<z.output<Schema>> {
  try {
    return schema.safeParse(value, context);
  } catch {
    const message = 'Must be plain data.';
    return {
      success: false,
      error: new z.ZodError([{ code: 'custom', path: [], message, input: undefined }]),
    };
  }
}
