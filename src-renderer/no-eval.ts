import { config } from 'zod';

// zod compiles its checks with `new Function` where it may; the page's security policy forbids even the attempt.
// This must be the first import of the page: schemas look at it when they are made.
config({ jitless: true });
