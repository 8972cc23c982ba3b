// npm run stand-in: a server that behaves like the Anyfast asset API, until Ctrl-C.
import { makeAssets } from './assets.ts';
import { makeGroups } from './groups.ts';
import { StandIn } from './StandIn.ts';

const standIn = await StandIn.start({ groups: makeGroups(250), assets: makeAssets(250) });

console.log(`Base URL: ${standIn.url}`);
console.log(`API Key:  ${standIn.apiKey}`);
console.log(
	`It holds ${standIn.groups.length} groups and ${standIn.assets.length} assets. Ctrl-C ends it.`,
);

for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => void standIn.stop());
