/** What a column holds, and the unit that its name says, where it does. */
export interface NamedQuantity {
  readonly name: string;
  readonly unit?: string;
}

const withBrackets = /^(.*\S)\s*(?:\[([^[\]]+)\]|\(([^()]+)\))$/;
/** `[-]`, `[1]` and `(2020)` are no units. */
const unitSign = /[\p{L}%‰°€$£]/u;

/** Takes a column's name apart: `Deflection [mm]` or `Deflection (mm)` is a deflection in mm. */
export function unitInName(column: string): NamedQuantity {
  const [, name, square, round] = withBrackets.exec(column.trim()) ?? [];
  const unit = (square ?? round ?? '').trim();
  return unitSign.test(unit) ? { name, unit } : { name: column };
}
