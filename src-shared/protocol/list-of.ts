import { z } from 'zod';

/**
 * A list from a file of another's making: given up at its first wrong item, where `z.array` would describe each of
 * millions.
 */
export function listOf<Item extends z.ZodType>(item: Item) {
  return z.array(z.unknown()).transform((values, context): z.output<Item>[] => {
    const items: z.output<Item>[] = [];
    for (const value of values) {
      const checked = item.safeParse(value, { reportInput: true });
      if (!checked.success) {
        // An issue tells its input as any value, zod's own as one of the schema's kind.
        for (const issue of checked.error.issues)
          context.issues.push({ ...issue, path: [items.length, ...issue.path] } as z.core.$ZodRawIssue);
        return z.NEVER;
      }
      items.push(checked.data);
    }
    return items;
  });
}
