/** A sentence for each split that lacks classes; empty splits were not asked for. */
export function missingClasses(
  splits: Readonly<Record<string, Uint32Array>>,
  labelOf: (item: number) => number,
  classNames: readonly string[],
): string[] {
  return missingOf(splits, (items) => new Set(Array.from(items, labelOf)), classNames, 'item');
}

/** The same of items whose pixels have classes. */
export function missingPixelClasses(
  splits: Readonly<Record<string, Uint32Array>>,
  classesOf: (item: number) => ReadonlySet<number>,
  classNames: readonly string[],
): string[] {
  const presentIn = (items: Uint32Array) => {
    const present = new Set<number>();
    for (const item of items) for (const label of classesOf(item)) present.add(label);
    return present;
  };
  return missingOf(splits, presentIn, classNames, 'pixel');
}

function missingOf(
  splits: Readonly<Record<string, Uint32Array>>,
  presentIn: (items: Uint32Array) => ReadonlySet<number>,
  classNames: readonly string[],
  what: string,
): string[] {
  return Object.entries(splits).flatMap(([split, items]) => {
    if (items.length === 0) return [];
    const present = presentIn(items);
    const missing = classNames.filter((_, label) => !present.has(label));
    if (missing.length === 0) return [];
    return [
      `The ${split} split has no ${what} of ${missing.length} of ${classNames.length} classes: ${listed(missing)}.`,
    ];
  });
}

const mostNamed = 5;

function listed(names: readonly string[]): string {
  if (names.length <= mostNamed) return names.join(', ');
  return `${names.slice(0, mostNamed).join(', ')} and ${names.length - mostNamed} more`;
}
