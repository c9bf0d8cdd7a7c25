/** What a column holds, and the unit that its name says, where it does. */
export interface NamedQuantity {
  readonly name: string;
  readonly unit?: string;
}

const withBrackets = /^(.*\S)\s*(?:\[([^[\]]+)\]|\(([^()]+)\))$/;
/** `[-]`, `[1]` and `(2020)` are no units. */
const unitSign = /[\p{L}%‰°€$£]/u;

/** Units behind a low line; those alone that are no words or short forms of others (`t_min` is a minimum, `x_bar` a mean). */
const unitsOfSuffixes = new Set(
  'mm cm km nm kg mg deg rad degC degF Pa hPa kPa MPa GPa mbar Hz kHz MHz GHz rpm kW MW GW kWh MWh GWh Wh mV kV mA kN Nm ppm ppb mph kmh lbs psi USD EUR GBP CHF JPY pct percent'.split(
    ' ',
  ),
);
const withSuffix = /^.*[^\s_]_([A-Za-z]+)$/s;

/**
 * Takes a column's name apart: `Deflection [mm]` or `Deflection (mm)` is a deflection in mm, and `deflection_mm` keeps its whole name,
 * by which programs know it.
 */
export function unitInName(column: string): NamedQuantity {
  const [, suffix = ''] = withSuffix.exec(column.trim()) ?? [];
  if (unitsOfSuffixes.has(suffix)) return { name: column, unit: suffix };
  const [, name, square, round] = withBrackets.exec(column.trim()) ?? [];
  const unit = (square ?? round ?? '').trim();
  return unitSign.test(unit) ? { name, unit } : { name: column };
}
