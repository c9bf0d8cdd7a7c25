import { columnOf } from '../../../src-files/csv/csv';
import { isGap } from '../../../src-files/csv/gaps';
import { numberIn } from '../../../src-files/csv/number-style';
import { timeInMilliseconds } from '../../../src-files/data/civil-time';
import { readTableRows } from '../../../src-files/data/table';
import { itemGroupings } from '../../../src-shared/assessment/item-groupings';
import { BadInputError } from '../../../src-shared/errors';
import { kindOfData, type TableSettings, tableFacts } from '../../../src-shared/experiment/data';
import type { Experiment } from '../../../src-shared/experiment/experiment';
import type { RunData } from '../../data/run-data';
import { groupsByNumber, groupsByText, type ItemGroups } from './item-groups';

/**
 * Takes the test items of a run apart.
 * @param by a column of its table, or else one of `itemGroupings`
 * @param location where its data lie
 * @throws BadInputError where there is no such way
 */
export async function groupsOf(
  by: string,
  experiment: Experiment,
  data: RunData,
  location: string,
): Promise<ItemGroups> {
  const { kind, data: settings } = kindOfData(experiment.data);
  if (kind === 'table') return byColumn(by, settings as TableSettings, data.test, location);
  const ways = itemGroupings(experiment.data);
  const way = ways.find((one) => one === by);
  switch (way) {
    case 'class':
      return byClass(data);
    case 'target':
      return groupsByNumber(by, meanTargets(data));
    case 'series':
      return groupsByText(by, keysOf('series', data));
    case 'hour':
    case 'weekday':
    case 'month':
      return byTime(way, data);
    case undefined:
      throw new BadInputError(
        ways.length === 0
          ? `by: the items of this run are not told apart by ${by}, nor by anything else.`
          : `by: the items of this run cannot be told apart by ${by}; they can by ${ways.join(', ')}.`,
      );
  }
}

async function byColumn(
  by: string,
  settings: TableSettings,
  items: Uint32Array,
  location: string,
): Promise<ItemGroups> {
  const layout = tableFacts(settings).layout(settings);
  const csv = await readTableRows(
    layout,
    location,
    layout.leaveOut.filter((name) => name !== by),
  );
  const column = columnOf(csv, by, 'by');
  const cells = Array.from(items, (row) => csv.cell(row, column).trim());
  const numbers = cells.map((cell) => (isGap(cell) ? Number.NaN : numberIn(cell, csv.numberStyle)));
  const areNumbers = cells.every((cell, place) => isGap(cell) || Number.isFinite(numbers[place]));
  return areNumbers
    ? groupsByNumber(by, numbers)
    : groupsByText(
        by,
        cells.map((cell) => cell || 'not known'),
      );
}

function byClass({ task, test, targetsOf }: RunData): ItemGroups {
  if (task.kind !== 'classification') throw new BadInputError('by: values have no classes.');
  const { classNames } = task;
  return groupsByText(
    'class',
    Array.from(targetsOf(test), (label) => classNames[label]),
    classNames,
  );
}

/** Of each test item the mean of its known targets, in their own unit. */
function meanTargets({ task, test, targetsOf }: RunData): number[] {
  if (task.kind !== 'regression') return [];
  const values = task.targetShape.reduce((product, side) => product * side, 1);
  const targets = targetsOf(test);
  return Array.from(test, (_, item) => {
    const known = Array.from(targets.subarray(item * values, (item + 1) * values)).filter(
      (value) => !Number.isNaN(value),
    );
    const mean = known.reduce((sum, value) => sum + value, 0) / known.length;
    return task.targetMean[0] + task.targetStd[0] * mean;
  });
}

const weekdays = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];

function keysOf(wanted: string, { test, keys }: RunData): string[] {
  const key = keys.find(({ name }) => name === wanted);
  return Array.from(test, (item) => String(key?.of(item)[0]));
}

/** By the time of the first step that is forecast. */
function byTime(way: 'hour' | 'weekday' | 'month', data: RunData): ItemGroups {
  const times = keysOf('time', data);
  switch (way) {
    case 'hour':
      return groupsByText(
        way,
        times.map((time) => time.slice(11, 13)),
      );
    case 'month':
      return groupsByText(
        way,
        times.map((time) => time.slice(0, 7)),
      );
    case 'weekday':
      return groupsByText(
        way,
        times.map((time) => weekdays[new Date(timeInMilliseconds(time)).getUTCDay()]),
        [...weekdays.slice(1), weekdays[0]],
      );
  }
}
