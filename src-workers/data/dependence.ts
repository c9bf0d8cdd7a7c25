/** How items depend on each other: drawn one by one, they would make intervals too narrow. */
export type Dependence =
  /** Items of a group are alike. `of` each item is the number of its group. */
  | { readonly kind: 'groups'; readonly column: string; readonly of: Uint32Array }
  /** Items follow each other in time. `series` of each item is the number of its series, where there are several, one after the other. */
  | { readonly kind: 'time'; readonly series?: Uint32Array };

/** How some of the items depend on each other. @param places of those, rising */
export function dependenceAmong(
  dependence: Dependence | undefined,
  places: readonly number[],
): Dependence | undefined {
  switch (dependence?.kind) {
    case undefined:
      return undefined;
    case 'groups':
      return { ...dependence, of: Uint32Array.from(places, (place) => dependence.of[place]) };
    case 'time': {
      const { series } = dependence;
      return series
        ? { ...dependence, series: Uint32Array.from(places, (place) => series[place]) }
        : dependence;
    }
  }
}
