import type { FieldRoles } from './field-places';

interface Leveled {
  readonly variables: readonly string[];
  readonly levels?: readonly number[] | undefined;
}

/** What fields of these variables may be called: a variable stands for all its levels, `z 500` for one. */
export function fieldNames({ variables, levels = [] }: Leveled): readonly string[] {
  return variables.flatMap((variable) => [variable, ...levels.map((level) => `${variable} ${level}`)]);
}

/** Whether a name is of one level of a variable, as `z 500`. */
export function namesLevel(name: string, variables: readonly string[], levels: readonly number[]): boolean {
  return variables.some((variable) => levels.some((level) => name === `${variable} ${level}`));
}

/** The places of fields by their use. */
export interface FieldUses {
  readonly history: number;
  readonly inputs: readonly number[];
  readonly targets: readonly number[];
}

/**
 * Which of these fields are predicted from, and which are predicted, in the order in which they are named.
 * @param names of fields, with their level where they have one
 */
export function fieldUses(
  names: readonly string[],
  { history, inputs, targets, levels = [] }: FieldRoles,
): FieldUses {
  const own = inputs ? placesOf(names, inputs, levels) : [...names.keys()];
  return { history, inputs: own, targets: targets ? placesOf(names, targets, levels) : own };
}

function placesOf(
  names: readonly string[],
  wanted: readonly string[],
  levels: readonly number[],
): readonly number[] {
  return wanted.flatMap((one) =>
    [...names.keys()].filter(
      (at) => names[at] === one || levels.some((level) => names[at] === `${one} ${level}`),
    ),
  );
}

/** What an input is called: by its step before the one that is predicted, where several are seen. */
export function inputName(name: string, back: number, history: number): string {
  if (history === 1) return name;
  return back === 0 ? `${name} (t)` : `${name} (t-${back})`;
}
