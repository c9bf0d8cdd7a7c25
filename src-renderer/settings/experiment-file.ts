import { parse } from 'yaml';
import { sentenceOf } from '../../src-shared/errors';
import { type Experiment, experimentSchema } from '../../src-shared/experiment/experiment';
import { checkExperiment } from '../../src-shared/experiment/problems';
import { isSettings } from '../../src-shared/experiment/setting-paths';

/** The experiment in the text of a file (JSON or YAML), or why there is none. */
export function experimentIn(text: string): Experiment | string {
  try {
    const value: unknown = parse(text);
    if (!isSettings(value))
      return 'The file holds no experiment: it should be an object with data, model and parallel.';
    const parsed = experimentSchema.safeParse(value);
    if (parsed.success) return parsed.data;
    const checked = checkExperiment(value);
    const problems = checked.ok ? [] : checked.problems;
    return problems.map(({ path, message }) => `${path}: ${message}`).join(' ');
  } catch (error) {
    return sentenceOf(error, 'Reading the file as JSON or YAML');
  }
}
