import { expect, test } from 'vitest';
import { z } from 'zod';
import { presets } from '../../../src-main/api/presets';
import type { Texts } from '../../../src-renderer/settings/assemble';
import { type Field, isShown } from '../../../src-renderer/settings/field';
import { allFields, fields, labelOf } from '../../../src-renderer/settings/fields';
import { networkFields } from '../../../src-renderer/settings/network-fields';
import { experimentSchema } from '../../../src-shared/experiment/experiment';
import { flatten } from '../../../src-shared/experiment/setting-paths';

interface Shape {
  readonly properties?: Readonly<Record<string, Shape>>;
  readonly anyOf?: readonly Shape[];
  readonly oneOf?: readonly Shape[];
}

/** Paths of every setting that an experiment of any kind can have. */
function pathsOf(shape: Shape, path: string): readonly string[] {
  const kinds = [...(shape.anyOf ?? []), ...(shape.oneOf ?? [])];
  if (kinds.length > 0) return kinds.flatMap((kind) => pathsOf(kind, path));
  if (!shape.properties) return [path];
  return Object.entries(shape.properties).flatMap(([name, inner]) =>
    pathsOf(inner, path === '' ? name : `${path}.${name}`),
  );
}

const paths = [...new Set(pathsOf(z.toJSONSchema(experimentSchema, { io: 'input' }) as Shape, ''))];

test('every setting of every experiment has a label in plain words', () => {
  expect(paths.length).toBeGreaterThan(60);
  expect(paths.filter((path) => labelOf(path) === path)).toEqual([]);
});

test('every setting can be set in the form; the data set and the devices have pickers of their own', () => {
  const inForm = allFields.map(({ path }): string => path);
  const picked = ['data.dataset', 'parallel.devices'];
  expect(paths.filter((path) => !inForm.includes(path) && !picked.includes(path))).toEqual([]);
});

test('every setting of the presets has a label', () => {
  const used = presets().flatMap(({ experiment }) => flatten({ ...experiment }).map(([path]) => path));
  expect([...new Set(used)].filter((path) => labelOf(path) === path)).toEqual([]);
});

test('every field says in a sentence or in units what it is', () => {
  expect(allFields.filter(({ help }) => help.trim().length < 8).map(({ path }) => path)).toEqual([]);
});

test('a path that means one thing or another is called as the form calls it for the chosen data', () => {
  expect(labelOf('data.path', { 'data.dataset': 'table' })).toBe('File');
  expect(labelOf('data.path', { 'data.dataset': 'digits' })).toBe('Folder with your own files');
  expect(labelOf('data.heads.2.weight')).toBe('Heads of several targets, row 3');
  expect(labelOf('data.path')).toBe('File or folder');
});

test('each network shows its own settings, in the order of its layers', () => {
  const shownFor = (kind: string) =>
    Object.values(networkFields)
      .flat()
      .filter((field: Field) => isShown(field, { 'model.kind': kind }))
      .map(({ path }) => path.replace('model.', ''));
  expect(shownFor('mlp')).toEqual(['kind', 'activation', 'hidden']);
  expect(shownFor('cnn')).toEqual(['kind', 'activation', 'channels', 'hidden']);
  expect(shownFor('vit')).toEqual(['kind', 'patchSize', 'width', 'heads', 'depth', 'mlpWidth']);
  expect(shownFor('transformer')).toEqual([
    'kind',
    'width',
    'heads',
    'encoderLayers',
    'decoderLayers',
    'feedForward',
  ]);
  expect(shownFor('swin')).toEqual(['kind', 'patchSize', 'width', 'depths', 'headWidth', 'window']);
});

test('settings of a likelihood are in the form where that is the one of the data, the order of the classes beside them', () => {
  const shownFor = (texts: Texts) => {
    const data = allFields.filter((field: Field) =>
      isShown(field, { 'data.dataset': 'table', 'data.heads': '', ...texts }),
    );
    const among = [
      'inference.noise.kind',
      'data.classes',
      'data.classWeights',
      'data.leaveOutClasses',
      'data.stratified',
      'data.leastPerClass',
    ];
    return among.filter((path) => data.some((field) => field.path === path));
  };
  const ofClasses = ['data.classWeights', 'data.leaveOutClasses', 'data.stratified', 'data.leastPerClass'];
  expect(shownFor({ 'data.task': 'regression' })).toEqual(['inference.noise.kind']);
  expect(shownFor({ 'data.task': 'classification' })).toEqual(ofClasses);
  expect(shownFor({ 'data.task': 'ordinal' })).toEqual(['data.classes', ...ofClasses]);
  // Each head has a noise of its own.
  const heads = '[{"target":"y","task":"regression"}]';
  expect(shownFor({ 'data.task': 'regression', 'data.heads': heads })).toEqual(ofClasses);
  // Known tables say nothing of a task; what stands in the field of another data set does not count.
  expect(shownFor({ 'data.dataset': 'concrete', 'data.task': 'classification' })).toEqual([
    'inference.noise.kind',
  ]);
  expect(fields.dataSettings.some(({ path }) => path === 'data.classes')).toBe(true);
});
