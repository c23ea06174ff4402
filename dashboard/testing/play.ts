// Plays the fake gateway for a person who looks at screens: `npx tsx dashboard/testing/play.ts [port]` after a build.
import { join } from 'node:path';
import { startFakeGateway } from './fake-gateway.ts';
import { tellStory } from './story.ts';

const fake = await startFakeGateway(join(import.meta.dirname, '../../dist/dashboard'), { port: Number(process.argv[2] ?? 8090) });
tellStory(fake);
console.log(`${fake.url}  admin / fake-secret`);
