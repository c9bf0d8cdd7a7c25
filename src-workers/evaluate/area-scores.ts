import type { JudgedValue } from './reports/forecast-scores';

interface ScoredTargets {
  readonly targetNames: readonly string[];
  /** One for each name: back to its own unit. */
  readonly targetStd: readonly number[];
}

interface Sums {
  area: number;
  squares: number;
  crps: number;
}

/**
 * RMSE and CRPS of fields on a grid of latitudes, each cell by its area, as WeatherBench 2 has them (Rasp et al. 2024): means over area and time, of the RMSE
 * the root of theirs. Of several fields in standard deviations of each, and of each in its own unit.
 */
export class AreaScores {
  readonly #sums: readonly Sums[];

  /** @param areas of each value of an item */
  constructor(
    readonly settings: ScoredTargets,
    readonly areas: Float64Array,
  ) {
    this.#sums = settings.targetNames.map(() => ({ area: 0, squares: 0, crps: 0 }));
  }

  /** @param place among all values of the split */
  add(place: number, target: number, { square, crps }: JudgedValue): void {
    const area = this.areas[place % this.areas.length];
    const sums = this.#sums[target];
    sums.area += area;
    sums.squares += area * square;
    sums.crps += area * crps;
  }

  scores(): Readonly<Record<string, number>> {
    const { targetNames, targetStd } = this.settings;
    const [unit, ...others] = targetStd;
    const all = this.#sums.reduce((one, other) => ({
      area: one.area + other.area,
      squares: one.squares + other.squares,
      crps: one.crps + other.crps,
    }));
    if (all.area === 0) return {};
    const each = others.length === 0 ? [] : targetNames;
    return Object.fromEntries(
      [
        ...named('', all, others.length === 0 ? unit : 1),
        ...each.flatMap((name, at) => named(`.${name}`, this.#sums[at], targetStd[at])),
      ].filter(([, score]) => !Number.isNaN(score)),
    );
  }
}

function named(
  end: string,
  { area, squares, crps }: Sums,
  unit: number,
): readonly (readonly [string, number])[] {
  return [
    [`rmseByArea${end}`, Math.sqrt(squares / area) * unit],
    [`crpsByArea${end}`, (crps / area) * unit],
  ];
}
