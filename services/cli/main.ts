#!/usr/bin/env node
// suyuan: sets up the process before the rest of the program is loaded, then runs the command.
import { enableCompileCache } from 'node:module';
import { join } from 'node:path';
import { keepHeapSmall } from './small-heap.ts';

// Reading the policy and the sources makes garbage that a heap once grown for never gives back.
keepHeapSmall();
// Compiled code is kept between runs. Where it cannot be written nothing is kept, and all else is the same.
enableCompileCache(join(import.meta.dirname, '..', '..', 'node_modules', '.cache', 'suyuan'));

await import('./run.ts');
