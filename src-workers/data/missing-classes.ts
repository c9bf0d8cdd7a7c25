/** A sentence for each split that lacks classes; empty splits were not asked for. */
export function missingClasses(
  splits: Readonly<Record<string, Uint32Array>>,
  labelOf: (item: number) => number,
  classNames: readonly string[],
): string[] {
  return Object.entries(splits).flatMap(([split, items]) => {
    if (items.length === 0) return [];
    const present = new Set(Array.from(items, labelOf));
    const missing = classNames.filter((_, label) => !present.has(label));
    if (missing.length === 0) return [];
    return [
      `The ${split} split has no item of ${missing.length} of ${classNames.length} classes: ${listed(missing)}.`,
    ];
  });
}

const mostNamed = 5;

function listed(names: readonly string[]): string {
  if (names.length <= mostNamed) return names.join(', ');
  return `${names.slice(0, mostNamed).join(', ')} and ${names.length - mostNamed} more`;
}
