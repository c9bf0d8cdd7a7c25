import type { z } from 'zod';
import { schemaOf } from '../choice';
import { constant } from './constant';
import { cosine } from './cosine';
import { multiStep } from './multi-step';
import { step } from './step';

/** How the learning rate goes on after the warm-up; epochs count from the start of training. */
export const schedules = [constant, step, multiStep, cosine] as const;

export const scheduleSchema = schemaOf(schedules, 'kind');
export type Schedule = Readonly<z.output<typeof scheduleSchema>>;
