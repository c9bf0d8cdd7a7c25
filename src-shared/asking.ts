import { z } from 'zod';
import { listOf } from './list-of';

/** What a posterior that a worker process holds ready is asked, one item at a time, and what it answers. */

const count = z.int().min(1);
/** Bytes as base64; a picture of 1000 x 1000 colour pixels has 4 million characters. */
const bytes = z.string().min(1).max(4_000_000);

/** What can be asked of a posterior once it is loaded. */
export const askableSchema = z.strictObject({
  /** Weight samples behind each answer: always the same ones. */
  samples: count,
  inputShape: z.array(count).min(1),
  /** Of a network that names classes. */
  classNames: z.array(z.string()),
  /** What pictures of training mostly were: ink is bright on dark ground, or dark on bright. */
  ground: z.enum(['dark', 'bright']),
});
export type Askable = Readonly<z.output<typeof askableSchema>>;

/** An item as it is before standardisation. */
export const askedItemSchema = z.strictObject({
  kind: z.literal('picture'),
  /** [height, width, channels], 0 to 255 */
  pixels: bytes,
});
export type AskedItem = Readonly<z.output<typeof askedItemSchema>>;

/** A place in the test split as a share of it: 0.5 is the item in its middle. */
export const testPlaceSchema = z.number().min(0).lt(1);

export const questionSchema = z.discriminatedUnion('kind', [
  askedItemSchema,
  z.strictObject({
    kind: z.literal('test-item'),
    /** Where the data of the posterior's experiment lie. */
    location: z.string().min(1),
    place: testPlaceSchema,
  }),
]);
export type Question = Readonly<z.output<typeof questionSchema>>;

export const classAnswerSchema = z.strictObject({
  kind: z.literal('classes'),
  /** Of each weight sample: [samples][classes]. */
  probabilities: listOf(listOf(z.number())),
});
export type ClassAnswer = Readonly<z.output<typeof classAnswerSchema>>;

export const testItemSchema = z.strictObject({
  kind: z.literal('test-item'),
  /** Its place in the test split. */
  item: z.int().min(0),
  label: z.int().min(0),
  /** [height, width, channels] */
  pixels: bytes,
});
export type TestItem = Readonly<z.output<typeof testItemSchema>>;

export const answerSchema = z.discriminatedUnion('kind', [classAnswerSchema, testItemSchema]);
export type Answer = Readonly<z.output<typeof answerSchema>>;
