import type { Problem } from '../../src-shared/experiment/problem';
import { type Settings, settingText, valueAt, withValue } from '../../src-shared/experiment/setting-paths';
import { type Field, isShown } from './field';
import { allFields } from './fields';
import { headsInText, textOfHeads } from './heads-text';
import { namesInText, pairsInText, textOfNames, textOfPairs } from './name-list';

/** What stands in each field of the form, by the setting's path. */
export type Texts = Readonly<Record<string, string>>;

export interface Assembled {
  readonly settings: Settings;
  /** What cannot be read as the kind of value its field holds. */
  readonly unreadable: readonly Problem[];
}

/** The form's texts for an experiment. */
export function textsOf(experiment: Settings): Texts {
  return Object.fromEntries(
    allFields.map(({ path, kind, fallback = '' }) => {
      const value = valueAt(experiment, path);
      return [path, value === undefined ? fallback : textOf(kind, value)];
    }),
  );
}

function textOf(kind: Field['kind'], value: unknown): string {
  if (kind === 'heads' || kind === 'augmentations') return textOfHeads(value);
  if (kind === 'text-list' || kind === 'one-or-more') {
    const names = Array.isArray(value) ? value : [value];
    if (names.every((name) => typeof name === 'string')) return textOfNames(names);
  }
  if ((kind === 'text-pairs' || kind === 'word-or-pairs') && typeof value === 'object' && value !== null)
    return textOfPairs(Object.entries(value).map(([name, text]) => [name, String(text)]));
  return Array.isArray(value) && value.length === 0 ? '' : settingText(value);
}

/**
 * Puts the form's texts into an experiment. What has no field comes from `base`; text that is no value of its
 * field's kind stays text, and is told in `unreadable`.
 */
export function assemble(base: Settings, texts: Texts, devices: readonly string[]): Assembled {
  const unreadable: Problem[] = [];
  const shown = allFields.filter((field) => isShown(field, texts));
  // Two fields may stand for one setting, never both at once: first all are taken away, then those shown are set.
  const cleared = allFields.reduce<Settings>((rest, { path }) => withValue(rest, path, undefined), base);
  let settings = withValue(cleared, 'parallel.devices', [...devices]);
  for (const field of shown) {
    const read = readField(field, texts[field.path] ?? '');
    settings = withValue(settings, field.path, read.value);
    if (read.message) unreadable.push({ path: field.path, message: read.message });
  }
  return { settings, unreadable };
}

export interface ReadField {
  readonly value: unknown;
  readonly message?: string;
}

/** What the text of a field amounts to; `message` says why it cannot be read. */
export function readField(field: Field, text: string): ReadField {
  const trimmed = text.trim();
  switch (field.kind) {
    case 'choice':
      return { value: text === '' && field.optional ? undefined : text };
    case 'switch':
      return { value: text === 'true' };
    case 'text':
      return { value: trimmed === '' && field.optional ? undefined : trimmed };
    case 'text-list':
      return { value: trimmed === '' && field.optional ? undefined : namesInText(trimmed) };
    case 'text-pairs':
      return trimmed === '' && field.optional ? { value: undefined } : readPairs(trimmed);
    case 'word-or-pairs':
      return readWordOrPairs(field, trimmed);
    case 'one-or-more':
      return readOneOrMore(field, trimmed);
    case 'heads':
    case 'augmentations':
      return { value: headsInText(trimmed) };
    case 'whole-list':
      return readList(trimmed, field.optional === true);
    case 'number-list':
      return readNumbers(trimmed, field.optional === true);
    case 'whole':
    case 'number':
      return readNumber(field, trimmed);
  }
}

function readOneOrMore({ optional }: Field, text: string): ReadField {
  if (text === '' && optional) return { value: undefined };
  const [first = '', ...others] = namesInText(text);
  return { value: others.length > 0 ? [first, ...others] : first };
}

function readWordOrPairs({ optional }: Field, text: string): ReadField {
  if (text === '' && optional) return { value: undefined };
  const pairs = Object.entries(pairsInText(text) ?? {});
  const numbers = pairs.map(([name, value]) => [name, Number(value)] as const);
  if (pairs.length === 0 && /^\w+$/.test(text)) return { value: text };
  if (pairs.length > 0 && numbers.every(([, value]) => Number.isFinite(value)))
    return { value: Object.fromEntries(numbers) };
  return {
    value: text,
    message: 'Write a word, or numbers with commas between, such as rare = 5, often = 1.',
  };
}

function readPairs(text: string): ReadField {
  const pairs = pairsInText(text);
  if (pairs) return { value: pairs };
  return { value: text, message: 'Write pairs with commas between, such as fc = classifier.1.' };
}

function readNumber(field: Field, text: string): ReadField {
  if (text === '' && field.optional) return { value: undefined };
  const value = text === '' ? Number.NaN : Number(text);
  if (Number.isFinite(value) && (field.kind === 'number' || Number.isInteger(value))) return { value };
  return { value: text, message: `Write a ${field.kind === 'whole' ? 'whole number' : 'number'}.` };
}

function readNumbers(text: string, mayBeEmpty: boolean): ReadField {
  if (text === '' && mayBeEmpty) return { value: undefined };
  const parts = text.split(/[\s,;]+/).filter((part) => part !== '');
  const values = parts.map(Number);
  if (values.length > 0 && values.every(Number.isFinite)) return { value: values };
  return { value: text, message: 'Write numbers with commas between, such as 0.05, 0.5, 0.95.' };
}

function readList(text: string, mayBeEmpty: boolean): ReadField {
  if (text === '' && mayBeEmpty) return { value: [] };
  const parts = text.split(/[\s,;]+/).filter((part) => part !== '');
  if (parts.length > 0 && parts.every((part) => /^\d+$/.test(part))) return { value: parts.map(Number) };
  return { value: text, message: 'Write whole numbers with commas between, such as 64, 128.' };
}
