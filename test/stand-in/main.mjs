// npm run stand-in [-- --as-in-the-field]: a server that behaves like the Anyfast API, until Ctrl-C.
import { parseArgs } from 'node:util';

import { makeAssets } from './assets.ts';
import { makeGroups, makeSoftlyDeletedGroup } from './groups.ts';
import { StandIn } from './StandIn.ts';

const { values } = parseArgs({ options: { 'as-in-the-field': { type: 'boolean' } } });
const isField = values['as-in-the-field'] ?? false;

const SECONDS_PER_VIDEO = 20;

/**
 * As slow as clients of the real service report; as documented, everything is there at once.
 *
 * @type {import('./StandIn.ts').StandInOptions}
 */
const field = {
	manner: 'as-in-the-field',
	visibleAfter: { groupMs: 4000, assetMs: 3000 },
	list: { hideEvery: 3 },
	groups: [...makeGroups(248), makeSoftlyDeletedGroup(249), makeSoftlyDeletedGroup(250)],
};

const standIn = await StandIn.start({
	groups: makeGroups(250),
	assets: makeAssets(250),
	...(isField ? field : {}),
	video: {
		readyAfter: { ms: SECONDS_PER_VIDEO * 1000 },
		...(isField ? { assetsUsableAfter: { assetMs: 10_000 } } : {}),
	},
});

console.log(`
Base URL: ${standIn.url}
API Key:  ${standIn.apiKey}
Manner:   ${standIn.manner}

It holds ${standIn.groups.length} groups and ${standIn.assets.length} assets. A video takes ${SECONDS_PER_VIDEO} seconds; it is then at
${standIn.storage.url}, which must not see the key.`);
if (isField) {
	console.log(`
Every third row of a list is another token's. New groups and assets are unknown for seconds,
and refusals come in every shape that was seen.`);
}
console.log('\nCtrl-C ends it.');

for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => void standIn.stop());
