import { z } from 'zod';
import type { SettingField } from '../setting-field';

/** Classes that nothing is trained, validated or tested on, so that they are new to the network (`evaluate RUN --ood left-out`). */
export const leaveOutClasses = z.array(z.string().min(1)).optional();

export const leaveOutClassesField: SettingField = {
  label: 'Classes to leave out',
  kind: 'text-list',
  optional: true,
  help: 'Names with commas between: new to the network, so that evaluating tells whether it doubts them. Empty for none.',
  isFurther: true,
};

/** The classes that an experiment's data leave out; none where they have no such setting. */
export function classesLeftOut(data: object): readonly string[] {
  return 'leaveOutClasses' in data ? (leaveOutClasses.parse(data.leaveOutClasses) ?? []) : [];
}
