import { z } from 'zod';
import { listOf } from '../protocol/list-of';

/** What a posterior that a worker process holds ready is asked, and what it answers. */

const count = z.int().min(1);
const numbers = listOf(z.number());
const unsureNumbers = z.array(z.number().nullable());
/** Bytes as base64; a picture of 1000 x 1000 colour pixels has 4 million characters. */
const bytes = z.string().min(1).max(4_000_000);

/** A class, or values of one target. */
const partPredictsSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('classes'), classNames: z.array(z.string()).min(2) }),
  z.strictObject({
    kind: z.literal('values'),
    targetNames: z.array(z.string()).min(1),
    unit: z.string().optional(),
    /** Of the target in training, in its own unit. */
    mean: z.array(z.number()),
    std: z.array(z.number()),
  }),
]);
export type AskedPart = Readonly<z.output<typeof partPredictsSchema>>;

const predictsSchema = z.discriminatedUnion('kind', [
  ...partPredictsSchema.options,
  /** Of each of several heads, or of several values: what it is called. */
  z.strictObject({
    kind: z.literal('several'),
    parts: z.array(z.strictObject({ name: z.string(), predicts: partPredictsSchema })).min(2),
  }),
]);

/** What can be asked of a posterior once it is loaded. */
export const askableSchema = z.strictObject({
  /** Weight samples behind each answer: always the same ones. */
  samples: count,
  /** Of those: drawn for each answer, since keeping them would take too much memory or the engine keeps none. */
  drawnAnew: z.int().min(0),
  predicts: predictsSchema,
  items: z.discriminatedUnion('kind', [
    z.strictObject({
      kind: z.literal('pictures'),
      shape: z.tuple([count, count, count]),
      /** What pictures of training mostly were: ink is bright on dark ground, or dark on bright. */
      ground: z.enum(['dark', 'bright']),
    }),
    z.strictObject({
      kind: z.literal('rows'),
      /** Of the inputs; those of one column of texts are `column=text`. */
      names: z.array(z.string()).min(1),
      /** Of each in training. */
      mean: z.array(z.number()),
      std: z.array(z.number()),
      /** Columns of texts that have embeddings: their input is a place among these, from 1, or 0 for any other text. */
      texts: z.array(z.strictObject({ input: z.int().min(0), categories: z.array(z.string()) })).optional(),
    }),
    z.strictObject({
      kind: z.literal('series'),
      /** Known steps that a forecast takes, and steps that it has. */
      history: count,
      horizon: count,
    }),
  ]),
});
export type Askable = Readonly<z.output<typeof askableSchema>>;
export type AskableKind = Askable['items']['kind'];
/** A posterior that is asked items of one kind. */
export type AskableOf<Kind extends AskableKind> = Omit<Askable, 'items'> & {
  readonly items: Extract<Askable['items'], { kind: Kind }>;
};

/** Rows of one question: a row, a slice along a column and a plane of two columns. */
export const mostRows = 320;

/** Items as they are before standardisation. */
export const askedItemSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('picture'),
    /** [height, width, channels], 0 to 255 */
    pixels: bytes,
  }),
  z.strictObject({
    kind: z.literal('rows'),
    /** [rows][inputs] */
    rows: z.array(z.array(z.number())).min(1).max(mostRows),
  }),
  z.strictObject({
    kind: z.literal('series'),
    /** As many as the history has steps; null where one is not known. */
    values: unsureNumbers,
    /** ISO 8601: of the first of them. */
    from: z.string().min(1),
  }),
]);
export type AskedItem = Readonly<z.output<typeof askedItemSchema>>;

/** A picture of the person's own, of any size. */
export const ownPictureSchema = z.strictObject({
  height: count,
  width: count,
  /** Red, green and blue: [height, width, 3], 0 to 255. */
  pixels: bytes,
});

/** A place in the test split as a share of it: 0.5 is the item in its middle. */
export const testPlaceSchema = z.number().min(0).lt(1);

/** Where the data of the posterior's experiment lie. */
const location = z.string().min(1);

export const questionSchema = z.discriminatedUnion('kind', [
  ...askedItemSchema.options,
  z.strictObject({ kind: z.literal('test-item'), location, place: testPlaceSchema }),
  ownPictureSchema.extend({ kind: z.literal('own-picture') }),
  /** Some rows of the training split, at equal distances. */
  z.strictObject({ kind: z.literal('training-rows'), location, most: count }),
]);
export type Question = Readonly<z.output<typeof questionSchema>>;

const classAnswerSchema = z.strictObject({
  kind: z.literal('classes'),
  /** Probabilities of each weight sample: [items][samples][classes]. */
  items: listOf(listOf(numbers)),
});

const sampledValueSchema = z.strictObject({
  /** Of each weight sample. */
  means: numbers,
  /** Of the noise around each; none where it is read off the spread of the samples. */
  stds: numbers,
});
export type SampledValue = Readonly<z.output<typeof sampledValueSchema>>;

const valueAnswerSchema = z.strictObject({
  kind: z.literal('values'),
  /** In the target's own unit: [items][values]. */
  items: listOf(listOf(sampledValueSchema)),
});

const partAnswerSchema = z.discriminatedUnion('kind', [classAnswerSchema, valueAnswerSchema]);
export type PartAnswer = Readonly<z.output<typeof partAnswerSchema>>;

/** One for each of what is predicted, in that order, of the same items. */
const severalAnswersSchema = z.strictObject({
  kind: z.literal('several'),
  parts: z.array(partAnswerSchema).min(2),
});

/** What came of each of what is predicted: labels, or values in the target's own unit; null where it is not known. */
const truths = unsureNumbers.min(1);

const testPictureSchema = z.strictObject({
  kind: z.literal('test-picture'),
  /** Its place in the test split. */
  item: z.int().min(0),
  truths,
  /** [height, width, channels] */
  pixels: bytes,
});
export type TestPicture = Readonly<z.output<typeof testPictureSchema>>;

const testRowSchema = z.strictObject({
  kind: z.literal('test-row'),
  item: z.int().min(0),
  inputs: numbers,
  truths,
});
export type TestRow = Readonly<z.output<typeof testRowSchema>>;

const testSeriesSchema = z.strictObject({
  kind: z.literal('test-series'),
  item: z.int().min(0),
  /** Of its history, in the target's own unit; null where one is not known. */
  values: unsureNumbers,
  /** What came in the steps that are forecast. */
  truth: unsureNumbers,
  /** ISO 8601: of each step of both. */
  times: listOf(z.string()),
});
export type TestSeries = Readonly<z.output<typeof testSeriesSchema>>;
export type TestItem = TestPicture | TestRow | TestSeries;

const trainingRowsSchema = z.strictObject({
  kind: z.literal('training-rows'),
  /** [rows][inputs] */
  inputs: listOf(numbers),
  /** [rows][of each of what is predicted] */
  targets: listOf(truths),
});
export type TrainingRows = Readonly<z.output<typeof trainingRowsSchema>>;

/** A picture in the network's size and colours, brought there as those of training were. */
const fittedPictureSchema = z.strictObject({
  kind: z.literal('fitted-picture'),
  /** [height, width, channels] */
  pixels: bytes,
});
export type FittedPicture = Readonly<z.output<typeof fittedPictureSchema>>;

export const answerSchema = z.discriminatedUnion('kind', [
  classAnswerSchema,
  valueAnswerSchema,
  severalAnswersSchema,
  testPictureSchema,
  testRowSchema,
  testSeriesSchema,
  trainingRowsSchema,
  fittedPictureSchema,
]);
export type Answer = Readonly<z.output<typeof answerSchema>>;
export type ItemAnswer = Extract<Answer, { kind: 'classes' | 'values' | 'several' }>;
