import { z } from 'zod';
import { BadInputError } from '../../src-shared/errors';

const count = z.int().min(1);

const metadataSchema = z.object({
  imageShape: z.tuple([count, count, count]),
  classNames: z.array(z.string()).min(2),
  normalisation: z.object({ mean: z.array(z.number()), std: z.array(z.number()) }),
});

/** What the Python file must know of a posterior besides its tensors. */
export type PosteriorFacts = z.output<typeof metadataSchema>;

/** @throws BadInputError where the metadata of a run's posterior do not say them */
export function factsOf(metadata: Readonly<Record<string, string>>, runId: string): PosteriorFacts {
  const { imageShape, classNames, normalisation } = metadata;
  try {
    return metadataSchema.parse({
      imageShape: JSON.parse(imageShape ?? ''),
      classNames: JSON.parse(classNames ?? ''),
      normalisation: JSON.parse(normalisation ?? ''),
    });
  } catch {
    throw new BadInputError(
      `The posterior of run ${runId} does not say for which images it is; train it again to export it for torch_blue.`,
    );
  }
}
