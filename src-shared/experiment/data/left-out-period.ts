import { z } from 'zod';
import type { SettingField } from '../setting-field';

/** A time that is left out of training, validation and test alike, so that it is new to the network (`evaluate RUN --ood left-out`). */
export const leaveOutPeriod = z.array(z.string().min(1)).length(2).optional();

export const leaveOutPeriodField: SettingField = {
  label: 'Period to leave out',
  kind: 'text-list',
  optional: true,
  help: 'Its first time and the first after it, with a comma between, as 2018-01-01, 2018-04-01: new to the network, so that evaluating tells whether it doubts it. Empty for none.',
  isFurther: true,
};

/** From the first time on, before the second; undefined where the data leave out none. */
export function periodLeftOut(data: object): readonly [from: string, to: string] | undefined {
  if (!('leaveOutPeriod' in data)) return undefined;
  const period = leaveOutPeriod.parse(data.leaveOutPeriod);
  return period && [period[0], period[1]];
}
