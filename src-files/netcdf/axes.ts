import { BadInputError } from '../../src-shared/errors';
import type { StoredDimension, StoredValues } from './stored-file';

/** What a dimension runs over: time, y (latitude), x (longitude), or what a field has but one of (level, member). */
type Axis = 'time' | 'y' | 'x' | 'other';

/** Where a field's axes lie in a variable: positions in its list of dimensions. */
export interface FieldAxes {
  readonly time: number;
  readonly y: number;
  readonly x: number;
  /** What a field has but one of, where it has several points: levels, members. */
  readonly level?: number;
  /** What was guessed, as whole sentences. */
  readonly notes: readonly string[];
}

const byAxisAttribute: Readonly<Record<string, Axis>> = { T: 'time', Y: 'y', X: 'x', Z: 'other', E: 'other' };

const byStandardName: Readonly<Record<string, Axis>> = {
  time: 'time',
  forecast_reference_time: 'time',
  forecast_period: 'time',
  latitude: 'y',
  grid_latitude: 'y',
  projection_y_coordinate: 'y',
  longitude: 'x',
  grid_longitude: 'x',
  projection_x_coordinate: 'x',
  air_pressure: 'other',
  altitude: 'other',
  height: 'other',
  depth: 'other',
  model_level_number: 'other',
  realization: 'other',
};

/** Units that only one kind of axis has (CF conventions, chapter 4). */
const byUnits: readonly (readonly [RegExp, Axis])[] = [
  [/^\s*[a-z]+ +since /i, 'time'],
  [/^degrees?_?(north|N)$/i, 'y'],
  [/^degrees?_?(east|E)$/i, 'x'],
  [/^(pa|hpa|mb|mbar|millibars?|bar|dbar|sigma_level|level|layer)$/i, 'other'],
];

/** In small letters, without the numbers and underscores at their ends. */
const byName: readonly (readonly [RegExp, Axis])[] = [
  // Forecasts run over steps or leads (as cfgrib calls forecast_period).
  [/time|^(t|dates?|years?|months?|days?|hours?|steps?|leads?)$/, 'time'],
  [/^(lat|latitude|y|yc|rlat|nlat|south_north|eta_rho|j|nj)$/, 'y'],
  [/^(lon|long|longitude|x|xc|rlon|nlon|west_east|xi_rho|i|ni)$/, 'x'],
  [
    /^(z|lev|level|levels|plev|pressure|pressure_level|isobaric|isobaricinhpa|height|altitude|depth|sigma|bottom_top|s_rho|member|ensemble|realization|number)$/,
    'other',
  ],
];

const fieldAxisNames = ['time', 'y', 'x'] as const;

/**
 * Finds time, y and x among a variable's dimensions: by the coordinates' `axis`, `standard_name` and `units`, then by
 * names, and by their order where nothing tells them. Dimensions of length 1 besides do not count; one of levels may be longer.
 * @throws BadInputError where they are no field's
 */
export function fieldAxes(dimensions: readonly StoredDimension[], where: string): FieldAxes {
  const refusal = (reason: string) =>
    new BadInputError(
      `data.variables: ${where} has the dimensions ${dimensions.map(({ length }) => length).join(' x ') || 'of a single number'}; ${reason}.`,
    );
  const known = knownAxes(dimensions);
  const placed = new Map<Axis, number>();
  for (const axis of fieldAxisNames) {
    const own = [...known.keys()].filter((at) => known[at] === axis);
    // Where two tell the same (a single forecast's start beside its hours, say), the longer one runs.
    const running = own.length > 1 ? own.filter((at) => dimensions[at].length > 1) : own;
    if (running.length > 1)
      throw refusal(
        `${running.map((at) => dimensions[at].name).join(' and ')} both run over ${axis}, a field has one such`,
      );
    const [at] = running.length > 0 ? running : own;
    if (at !== undefined) placed.set(axis, at);
  }
  const others = [...known.keys()].filter((at) => known[at] === 'other' && dimensions[at].length > 1);
  if (others.length > 1)
    throw refusal(
      `${others.map((at) => dimensions[at].name).join(' and ')} are neither time, y nor x, and of such a variable may have one that is longer than 1`,
    );
  const untold = [...known.keys()].filter((at) => known[at] === undefined);
  const missing = fieldAxisNames.filter((axis) => !placed.has(axis));
  const guessed = placeByOrder(untold, missing);
  const left = untold.filter((at) => ![...guessed.values()].includes(at));
  const [time, y, x] = fieldAxisNames.map((axis) => placed.get(axis) ?? guessed.get(axis));
  if (
    time === undefined ||
    y === undefined ||
    x === undefined ||
    left.some((at) => dimensions[at].length > 1)
  )
    throw refusal('a field has three: time, y and x');
  const level = others.length > 0 ? { level: others[0] } : {};
  return { time, y, x, ...level, notes: notesOn([...guessed], dimensions, where) };
}

/** Time is the first of what nothing tells, y and x the last. */
function placeByOrder<Of extends Axis>(untold: readonly number[], missing: readonly Of[]): Map<Of, number> {
  const fromFront = missing.filter((axis) => axis === 'time');
  const fromBack = missing.filter((axis) => axis !== 'time');
  if (untold.length < missing.length) return new Map();
  return new Map([
    ...fromFront.map((axis) => [axis, untold[0]] as const),
    ...fromBack.map((axis, index) => [axis, untold[untold.length - fromBack.length + index]] as const),
  ]);
}

function notesOn(
  guessed: readonly (readonly [Axis, number])[],
  dimensions: readonly StoredDimension[],
  where: string,
): readonly string[] {
  const named = guessed.filter(([, at]) => dimensions[at].name !== '');
  if (named.length === 0) return [];
  const told = named.map(([axis, at]) => `${dimensions[at].name} for ${axis}`);
  return [
    `Nothing in the file tells what ${where} runs over: ${told.join(', ')} is a guess from their order.`,
  ];
}

/** What each dimension runs over, undefined where nothing tells it. */
function knownAxes(dimensions: readonly StoredDimension[]): readonly (Axis | undefined)[] {
  const told = dimensions.map(({ coordinate }) => coordinate && toldAxis(coordinate));
  const named = dimensions.map(({ name }, at) => (told[at] ? undefined : namedAxis(name)));
  return dimensions.map((_, at) => {
    const axis = named[at];
    // Names such as t0, t1 and t2 tell nothing.
    const isShared = told.includes(axis) || named.filter((each) => each === axis).length > 1;
    return told[at] ?? (axis === 'other' || !isShared ? axis : undefined);
  });
}

function toldAxis({ attributes }: StoredValues): Axis | undefined {
  const text = (attribute: string) => {
    const value = attributes.get(attribute);
    return typeof value === 'string' ? value.trim() : '';
  };
  const axis = text('axis').toUpperCase();
  if (Object.hasOwn(byAxisAttribute, axis)) return byAxisAttribute[axis];
  const standardName = text('standard_name').toLowerCase();
  if (Object.hasOwn(byStandardName, standardName)) return byStandardName[standardName];
  const units = text('units');
  const found = byUnits.find(([pattern]) => pattern.test(units));
  return found?.[1] ?? (/^(up|down)$/i.test(text('positive')) ? 'other' : undefined);
}

function namedAxis(name: string): Axis | undefined {
  const bare = name.toLowerCase().replace(/[_\d]+$/, '');
  return byName.find(([pattern]) => pattern.test(bare))?.[1];
}
