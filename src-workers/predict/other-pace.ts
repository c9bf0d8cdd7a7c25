import { secondsOfStep, type TimeStep, timeStepText } from '../../src-shared/data/time-step';
import { BadInputError } from '../../src-shared/errors';

/** Of a step, by which one may differ: times in single precision are rounded by up to some minutes. */
const stepTolerance = 0.02;

/**
 * A network moves fields on by the step that it was trained on, whatever lies between those that it is given.
 * @throws BadInputError where the file's is another; where either does not tell, there is nothing to hold against each other
 */
export function refuseOtherPace(
  own: TimeStep | undefined,
  trained: TimeStep | undefined,
  path: string,
): void {
  if (!own || !trained || Math.abs(secondsOfStep(own) / secondsOfStep(trained) - 1) <= stepTolerance) return;
  const [ofFile, right] = [own, trained].map(timeStepText);
  throw new BadInputError(
    `${path} has steps of ${ofFile}, and this network was trained on steps of ${right}; name a file with steps of ${right}.`,
  );
}
