import { BadInputError } from '../../src-shared/errors';
import type { AttributeValue } from './stored-file';

/** Reads a variable's attributes that should be numbers, and notes what it had to guess. */
export interface AttributeReader {
  /** All numbers of it; none where it is not there. */
  numbers(name: string): readonly number[];
  /**
   * The one number that values are multiplied by, or that is added to them.
   * @throws BadInputError where it is none
   */
  factor(name: string): number | undefined;
  /** What became of one of its numbers in the variable's type, undefined where the type does not have it; as a list. */
  held(name: string, value: number, inType: number | undefined): readonly number[];
}

/** @param notes gets what was guessed, as whole sentences */
export function attributeReader(
  attributes: ReadonlyMap<string, AttributeValue>,
  where: string,
  notes: string[],
): AttributeReader {
  const note = (sentence: string) => {
    if (!notes.includes(sentence)) notes.push(sentence);
  };
  const numbers = (name: string): readonly number[] => {
    const value = attributes.get(name);
    if (typeof value !== 'string') return value ?? [];
    const parsed = numbersIn(value);
    note(
      parsed.length > 0
        ? `${name} of ${where} is text ("${short(value)}"), and taken for the number in it.`
        : `${name} of ${where} is text ("${short(value)}") and no number: it is passed over.`,
    );
    return parsed;
  };
  return {
    numbers,
    factor: (name) => {
      if (!attributes.has(name)) return undefined;
      const found = numbers(name);
      if (found.length === 1 && Number.isFinite(found[0])) return found[0];
      throw new BadInputError(
        `${name} of ${where} is ${described(attributes.get(name))}; a single number is needed to unpack its values.`,
      );
    },
    held: (name, value, inType) => {
      if (inType === undefined)
        note(`${name} of ${where} is ${value}, which its type does not have: it is passed over.`);
      // The same bits without a sign are no guess.
      else if (!Object.is(inType, value) && Math.sign(inType) === Math.sign(value))
        note(`${name} of ${where} is ${value}, and taken for the nearest number of its type, ${inType}.`);
      return inType === undefined ? [] : [inType];
    },
  };
}

/** One, or several with spaces or commas between; none where anything in it is no number. */
function numbersIn(text: string): readonly number[] {
  const parts = text.split(/[\s,]+/).filter((part) => part !== '');
  const parsed = parts.map(Number);
  return parsed.some(Number.isNaN) ? [] : parsed;
}

function described(value: AttributeValue | undefined): string {
  if (typeof value === 'string') return `"${short(value)}"`;
  return value?.length === 1 ? `${value[0]}` : `${value?.length ?? 0} numbers`;
}

function short(text: string): string {
  return text.length > 40 ? `${text.slice(0, 40)}...` : text;
}
