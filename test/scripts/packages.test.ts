import { expect, test } from 'vitest';
import { packagesAreCurrent } from '../../scripts/packages.mjs';

const wanted = {
  packages: {
    '': { version: '0.1.0' },
    'node_modules/zod': { version: '4.6.7' },
    'node_modules/only-on-windows': { version: '1.0.0', optional: true },
  },
};
const installed = { packages: { 'node_modules/zod': { version: '4.6.7' } } };

test('an installation with every package that this platform needs is left alone', () => {
  expect(packagesAreCurrent(wanted, installed)).toBe(true);
});

test('an interrupted installation, which has no record, is done again', () => {
  expect(packagesAreCurrent(wanted, undefined)).toBe(false);
});

test('another version of a package is a reason to install', () => {
  expect(packagesAreCurrent(wanted, { packages: { 'node_modules/zod': { version: '4.6.6' } } })).toBe(false);
});

test('another version of an optional package is a reason too', () => {
  const packages = { ...installed.packages, 'node_modules/only-on-windows': { version: '0.9.0' } };
  expect(packagesAreCurrent(wanted, { packages })).toBe(false);
});

test('a missing package is a reason to install', () => {
  expect(packagesAreCurrent(wanted, { packages: {} })).toBe(false);
});
