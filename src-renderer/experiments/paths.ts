/** Plain settings as they come from JSON. */
export type Settings = { [key: string]: unknown };

export function isSettings(value: unknown): value is Settings {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value at a dotted path such as `training.samples`, or undefined. */
export function valueAt(settings: unknown, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>((value, key) => (isSettings(value) ? value[key] : undefined), settings);
}

/** The settings with another value at a dotted path; undefined takes the setting away. The original stays. */
export function withValue(settings: Settings, path: string, value: unknown): Settings {
  const [key = '', ...rest] = path.split('.');
  if (rest.length > 0) {
    const inner = settings[key];
    return { ...settings, [key]: withValue(isSettings(inner) ? inner : {}, rest.join('.'), value) };
  }
  const { [key]: _, ...others } = settings;
  return value === undefined ? others : { ...settings, [key]: value };
}

/** Every single setting with its dotted path, in order; lists count as one setting. */
export function flatten(settings: Settings, prefix = ''): (readonly [path: string, value: unknown])[] {
  return Object.entries(settings).flatMap(([key, value]) =>
    isSettings(value) ? flatten(value, `${prefix}${key}.`) : [[`${prefix}${key}`, value] as const],
  );
}

/** A setting's value as text: lists with commas, what is not set as a dash. */
export function settingText(value: unknown): string {
  if (value === undefined) return '–';
  if (Array.isArray(value)) return value.length === 0 ? 'none' : value.join(', ');
  return String(value);
}
