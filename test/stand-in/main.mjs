// npm run stand-in [-- --as-in-the-field]: a server that behaves like the Anyfast asset API, until Ctrl-C.
import { parseArgs } from 'node:util';

import { makeAssets } from './assets.ts';
import { makeGroups, makeSoftlyDeletedGroup } from './groups.ts';
import { StandIn } from './StandIn.ts';

const { values } = parseArgs({ options: { 'as-in-the-field': { type: 'boolean' } } });

/** As long as clients of the real service report; as documented, everything is there at once. */
const field = {
	manner: 'as-in-the-field',
	visibleAfter: { groupMs: 4000, assetMs: 3000 },
	list: { hideEvery: 3 },
	groups: [...makeGroups(248), makeSoftlyDeletedGroup(249), makeSoftlyDeletedGroup(250)],
};

const standIn = await StandIn.start({
	groups: makeGroups(250),
	assets: makeAssets(250),
	...(values['as-in-the-field'] ? field : {}),
});

console.log(`Base URL: ${standIn.url}`);
console.log(`API Key:  ${standIn.apiKey}`);
console.log(`Manner:   ${standIn.manner}`);
console.log(`It holds ${standIn.groups.length} groups and ${standIn.assets.length} assets.`);
if (values['as-in-the-field']) {
	console.log(
		'Every third row of a list is another token’s. New groups and assets are unknown for seconds.',
	);
}
console.log('Ctrl-C ends it.');

for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => void standIn.stop());
