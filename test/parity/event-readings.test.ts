import { join } from 'node:path';
import { expect, test } from 'vitest';
import { eventReadings, expectSameEvents } from './event-readings';

// Recorded from PyTorch's writer and TensorBoard's reader by `npm run parity -- --record`; no Python is needed here.
const fixtures = join(import.meta.dirname, 'fixtures', 'event-files');

test.each(eventReadings(fixtures))(
  'a folder of event files, %s, is read as TensorBoard reads it',
  async (name, expected) => {
    const log = await expectSameEvents(join(fixtures, name), expected);
    const file = join(fixtures, name, 'events.out.tfevents.1700000000.case.1.0');
    const isCut = name === 'cut-in-its-last-record';
    expect(log).toEqual(isCut ? [`${file} ends within a record; the run is what stands before that.`] : []);
  },
);
