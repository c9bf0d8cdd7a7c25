import { expect, test } from 'vitest';
import { moreThanDropped } from '../../../../src-renderer/new-run/data/more-than-dropped';
import type { FieldsLook } from '../../../../src-shared/data/data-look';

const look = { kind: 'fields', place: '/era5/t_20*.nc', files: 5 } as FieldsLook;

test('a name that is true of more files than were dropped together is told', () => {
  expect(moreThanDropped(look, 2)).toMatch(
    /^You dropped 2 files; 5 of their folder are named \/era5\/t_20\*\.nc, and all of them would be taken\./,
  );
  expect(moreThanDropped(look, 5)).toBe('');
  expect(moreThanDropped(look, undefined), 'a name that a person typed').toBe('');
});
