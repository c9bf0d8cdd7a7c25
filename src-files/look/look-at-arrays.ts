import { statSync } from 'node:fs';
import type { ArrayLook, ArraysGuess, ArraysLook, LookProgress } from '../../src-shared/data/data-look';
import { BadInputError } from '../../src-shared/errors';
import { everyArray } from '../arrays/open-arrays';
import { isOfNumbers, type StoredArray } from '../arrays/stored-array';
import { targetClasses } from '../arrays/targets';
import { arrayLook } from './array-look';
import { arrayPictures } from './array-pictures';
import { baseOf, guessArrays } from './arrays-guess';
import type { LookWishes } from './look-wishes';
import { type ArrayPair, mayCompare, oddArrays, rareLabels, sameInputs } from './odd-arrays';

/** More arrays than that are a network's weights. */
const mostArrays = 100;

interface Opened {
  readonly look: ArrayLook;
  readonly array: StoredArray;
}

/**
 * What a file of arrays holds, array by array, which of them seem to be inputs and targets, and what may be a mistake.
 * @throws BadInputError naming the file and what would be right
 */
export async function lookAtArrays(
  place: string,
  { target, isDrawn, onProgress }: LookWishes,
): Promise<ArraysLook> {
  if (!statSync(place, { throwIfNoEntry: false }))
    throw new BadInputError(`${place} is missing; there is no such file.`);
  const { opened, unread } = await openAll(place, onProgress);
  if (opened.length === 0) throw new BadInputError(unread[0] ?? `${place} holds no arrays.`);
  const looks = opened.map(({ look }) => look);
  const guess = guessFor(place, looks, target);
  const odd = [...unread, ...oddArrays(looks), ...itemCountsDiffer(looks)];
  if (!guess)
    return {
      kind: 'arrays',
      place,
      arrays: looks,
      guess: { inputs: looks[0].name, targets: '', task: 'classification' },
      parts: { train: 0, validation: 0, test: 0, drawn: looks[0].shape[0] ?? 0 },
      shown: [],
      classes: [],
      notes: [],
      odd: [...odd, `${place} holds no second array with what is to be predicted, one for each item.`],
    };
  const pairs = pairsOf(opened, guess);
  const labels = [...new Set(pairs.flatMap((pair) => [...pair.labels]))];
  const classes = labels.every((label) => typeof label === 'number')
    ? labels.sort((a, b) => a - b)
    : labels.sort();
  const areCompared = mayCompare(pairs);
  return {
    kind: 'arrays',
    place,
    arrays: looks,
    guess,
    parts: partsOf(pairs),
    shown: isDrawn ? arrayPictures(pairs, classes) : [],
    classes: classes.map(String),
    notes: [
      ...looks.flatMap(({ name, looked, shape }) =>
        looked < (shape[0] ?? 1)
          ? [`Of ${name}, ${looked} of ${shape[0]} items were looked at, spread over all.`]
          : [],
      ),
      ...(areCompared ? [] : ['The inputs are too many for items to be compared with each other.']),
    ],
    odd: [...odd, ...rareLabels(pairs), ...(areCompared ? sameInputs(pairs, onProgress) : [])],
  };
}

async function openAll(place: string, onProgress: LookProgress) {
  const files = await everyArray(place);
  if (files.length > mostArrays)
    throw new BadInputError(
      `${place} holds ${files.length} arrays, as the weights of a network do; data have x and y, or x_train, y_train, x_test and y_test.`,
    );
  const opened: Opened[] = [];
  const unread: string[] = [];
  for (const [at, { name, open }] of files.entries()) {
    onProgress('Reading arrays', at, files.length);
    try {
      const array = await open();
      opened.push({ array, look: arrayLook(name, array) });
    } catch (error) {
      if (!(error instanceof BadInputError)) throw error;
      unread.push(error.message);
    }
  }
  return { opened, unread };
}

/** @throws BadInputError where there is no array of that name */
function guessFor(
  place: string,
  looks: readonly ArrayLook[],
  target: string | undefined,
): ArraysGuess | undefined {
  if (target === undefined) return guessArrays(looks);
  const wanted = looks.find(({ name }) => baseOf(name) === target || name === target);
  if (!wanted)
    throw new BadInputError(
      `--target: ${place} has no array ${target}; it has ${looks.map(({ name }) => name).join(', ')}.`,
    );
  const others = looks.filter(({ name }) => baseOf(name) !== baseOf(wanted.name));
  const guess = guessArrays([...others, { ...wanted, name: wanted.name.replace(baseOf(wanted.name), 'y') }]);
  return guess && { ...guess, targets: baseOf(wanted.name) };
}

function itemCountsDiffer(looks: readonly ArrayLook[]): readonly string[] {
  const guess = guessArrays(looks);
  if (!guess) return [];
  return looks
    .filter(({ name }) => baseOf(name) === guess.inputs)
    .flatMap((inputs) => {
      const ending = inputs.name.slice(guess.inputs.length);
      const targets = looks.find(({ name }) => name === `${guess.targets}${ending}`);
      if (!targets)
        return [
          `There is ${inputs.name} and no ${guess.targets}${ending}; each item needs what is to be predicted.`,
        ];
      return targets.shape[0] === inputs.shape[0]
        ? []
        : [
            `${targets.name} has ${targets.shape[0]} items, and ${inputs.name} has ${inputs.shape[0]}; there is one target for each input.`,
          ];
    });
}

function pairsOf(opened: readonly Opened[], { inputs, targets, task }: ArraysGuess): readonly ArrayPair[] {
  return opened.flatMap(({ look, array }) => {
    if (baseOf(look.name) !== inputs || !isOfNumbers(array) || array.shape.includes(0)) return [];
    const part = look.name.slice(inputs.length);
    const target = opened.find((one) => one.look.name === `${targets}${part}`);
    const labels = target && task === 'classification' ? classesOf(target.array) : [];
    return [{ part: part === '' ? '' : look.name, inputs: array, labels }];
  });
}

/** None where they are no classes, of which a run says why. */
function classesOf(array: StoredArray): readonly (string | number)[] {
  try {
    return array.shape.slice(1).every((side) => side === 1) ? targetClasses(array) : [];
  } catch (error) {
    if (error instanceof BadInputError) return [];
    throw error;
  }
}

function partsOf(pairs: readonly ArrayPair[]): ArraysLook['parts'] {
  const of = (ending: RegExp | '') =>
    pairs
      .filter(({ part }) => (ending === '' ? part === '' : ending.test(part)))
      .reduce((sum, { inputs }) => sum + inputs.shape[0], 0);
  return { train: of(/_train$/i), validation: of(/_val$/i), test: of(/_test$/i), drawn: of('') };
}
