import { z } from 'zod';

/** What is asked at the door: one line of JSON. */
export const doorQuestionSchema = z.object({
  /** At which port the asker's tunnel shows the window on another machine. */
  tunnelPort: z.int().min(1).max(65535),
});
export type DoorQuestion = z.infer<typeof doorQuestionSchema>;

/** What is answered: one line of JSON. */
export const doorAnswerSchema = z.object({
  /** Of this server alone, so that one that was started anew is told from the old one. */
  server: z.string().max(100),
  /** Its process there. */
  pid: z.int().min(1),
  version: z.string().max(100),
  /** It listens at, of 127.0.0.1. */
  port: z.int().min(1).max(65535),
  /** One-time token for the asker's browser. */
  token: z.string().max(200),
});
export type DoorAnswer = z.infer<typeof doorAnswerSchema>;

/** What the command at the server's end prints for the one at this end, behind `handOverMark`. */
export const handOverSchema = doorAnswerSchema.extend({
  /** Of the command there, which may be newer than the server that it found. */
  installed: z.string().max(100),
  isNew: z.boolean(),
});
export type HandOver = z.infer<typeof handOverSchema>;

/** Begins the one line that counts: a login there may print anything before. */
export const handOverMark = 'parasample-server ';
