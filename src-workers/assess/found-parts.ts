import { appendFile, readFile, rm } from 'node:fs/promises';
import type { z } from 'zod';

/**
 * What an evaluation has found so far, in a file with a line a part, written as each ends: an evaluation that was interrupted is not
 * to find it again.
 */
export class FoundParts {
  private constructor(
    readonly file: string,
    /** What the predictions are of: parts of others do not count. */
    readonly of: string,
    readonly kept: Map<string, unknown>,
    readonly onItems: (items: number) => void,
  ) {}

  /** @param onItems called with the items of each part that need not be predicted again */
  static async open(file: string, of: string, onItems: (items: number) => void): Promise<FoundParts> {
    const text = await readFile(file, 'utf8').catch(() => '');
    const lines = text.split('\n').flatMap(lineOf);
    const kept = new Map(lines.flatMap((line) => (line.of === of ? [[line.part, line.found] as const] : [])));
    if (kept.size === 0) await rm(file, { force: true });
    return new FoundParts(file, of, kept, onItems);
  }

  /**
   * A part as it was found, or else as `find` finds it.
   * @param items that it predicts
   */
  async take<Schema extends z.ZodType>(
    { part, items, schema }: { readonly part: string; readonly items: number; readonly schema: Schema },
    find: () => Promise<z.output<Schema>>,
  ): Promise<z.output<Schema>> {
    const before = schema.safeParse(this.kept.get(part));
    if (before.success) {
      this.onItems(items);
      return before.data;
    }
    const found = await find();
    // The line before may have been cut off in its middle.
    await appendFile(this.file, `\n${JSON.stringify({ of: this.of, part, found })}`);
    return found;
  }

  /** Has a part found again. */
  forget(part: string): void {
    this.kept.delete(part);
  }
}

interface Line {
  readonly of: unknown;
  readonly part: string;
  readonly found: unknown;
}

/** None where the line is empty or was cut off. */
function lineOf(text: string): readonly Line[] {
  try {
    const line: unknown = JSON.parse(text);
    return isLine(line) ? [line] : [];
  } catch {
    return [];
  }
}

function isLine(line: unknown): line is Line {
  return (
    typeof line === 'object' &&
    line !== null &&
    'of' in line &&
    'found' in line &&
    'part' in line &&
    typeof line.part === 'string'
  );
}
