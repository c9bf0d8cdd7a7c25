/** Plain settings as they come from JSON. */
export type Settings = { [key: string]: unknown };

export function isSettings(value: unknown): value is Settings {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value at a dotted path such as `training.samples`, or undefined. */
export function valueAt(settings: unknown, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>(
      (value, key) => (isSettings(value) && Object.hasOwn(value, key) ? value[key] : undefined),
      settings,
    );
}

/**
 * The settings with another value at a dotted path. Undefined takes the setting away, and the part that held it where
 * that is left empty. The original stays.
 */
export function withValue(settings: Settings, path: string, value: unknown): Settings {
  const [key = '', ...rest] = path.split('.');
  const { [key]: inner, ...others } = settings;
  const next = rest.length > 0 ? partWith(inner, rest.join('.'), value) : value;
  return next === undefined ? others : { ...settings, [key]: next };
}

function partWith(part: unknown, path: string, value: unknown): Settings | undefined {
  const next = withValue(isSettings(part) ? part : {}, path, value);
  return Object.keys(next).length > 0 ? next : undefined;
}

/** Every single setting with its dotted path, in order; lists count as one setting. */
export function flatten(settings: Settings, prefix = ''): (readonly [path: string, value: unknown])[] {
  return Object.entries(settings).flatMap(([key, value]) =>
    isSettings(value) ? flatten(value, `${prefix}${key}.`) : [[`${prefix}${key}`, value] as const],
  );
}

/** A setting's value as text: lists with commas, of groups of settings with semicolons; what is not set as a dash. */
export function settingText(value: unknown): string {
  if (value === undefined) return '–';
  if (Array.isArray(value)) {
    if (value.length === 0) return 'none';
    return value.some(isSettings) ? value.map(settingText).join('; ') : value.join(', ');
  }
  if (!isSettings(value)) return String(value);
  return flatten(value)
    .map(([path, inner]) => `${path} ${settingText(inner)}`)
    .join(', ');
}
