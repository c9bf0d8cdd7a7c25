#!/usr/bin/env node
import { createRequire } from 'node:module';
import { isAtLeast, oldestNode } from './node-version.mjs';

if (isAtLeast(process.version, oldestNode)) createRequire(import.meta.url)('./out/main/cli.js');
else {
  console.error(`Parasample needs Node ${oldestNode} or newer; this is ${process.version}.`);
  process.exitCode = 2;
}
