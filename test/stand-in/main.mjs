// npm run stand-in: a server that behaves like the Anyfast asset API, until Ctrl-C.
import { makeGroups } from './groups.ts';
import { StandIn } from './StandIn.ts';

const standIn = await StandIn.start({ groups: makeGroups(250) });

console.log(`Base URL: ${standIn.url}`);
console.log(`API Key:  ${standIn.apiKey}`);
console.log(`It holds ${standIn.groups.length} groups. Ctrl-C ends it.`);

for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => void standIn.stop());
