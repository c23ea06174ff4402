// The thread that prints one sheet: reading a font of 8 MB would hold every fire up for a third of a second.
import { parentPort, workerData } from 'node:worker_threads';
import type { Sheet } from './sheet.ts';
import { printSheet } from './sheet-pdf.ts';

const pdf = await printSheet(workerData as Sheet);
parentPort?.postMessage(pdf);
