import type { SettingField } from '../../src-shared/experiment/setting-field';
import type { Texts } from './assemble';

/** One setting that the form shows: where it lives in the experiment and what it means. */
export interface Field extends Omit<SettingField, 'start'> {
  readonly path: string;
  /** What stands in the field where an experiment has no such setting: what the schema would take. */
  readonly fallback?: string;
  /** Shown only while each of these settings is one of these; the experiment is without it otherwise. */
  readonly shownWhen?: Readonly<Record<string, readonly string[]>>;
  /** Whether nothing looks at the setting for what is chosen now: neither shown nor part of the experiment then. */
  readonly isIdle?: (texts: Texts) => boolean;
}

/** Whether the form shows the field for what is chosen now. */
export function isShown({ shownWhen = {}, isIdle }: Field, texts: Texts): boolean {
  if (isIdle?.(texts)) return false;
  return Object.entries(shownWhen).every(([path, values]) => values.includes(texts[path] ?? ''));
}

/** The line under a field: of the choice that is made, or of the field itself. */
export function helpOf(field: Field, text: string): string {
  return field.choices?.find(({ value }) => value === text)?.help ?? field.help;
}
