// npm run conformance: asks the service itself whether it is as this package assumes. ANYFAST_API_KEY has the key,
// ANYFAST_BASE_URL the site.
//   -- --billed                         also creates a group and images, and deletes them
//   -- --billed --video                 also makes a short video
//   -- --output=<file>                  where to write what was asked and answered
//   -- --stand-in[=documented|field]    asks a stand-in of the service, which it starts
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';

import { messageOf } from '../messageOf.ts';
import { askAll } from './askAll.ts';
import { ASSETS_COST, PICTURE_SIDE } from './facts/assets.ts';
import { makePng } from './png.mjs';
import { countsOf, fileOf, tableOf } from './print.ts';
import { Service } from './Service.ts';
import { STAND_INS } from './standIns.ts';

const DEFAULT_BASE_URL = 'https://www.anyfast.com.cn';

const flags = readFlags();
const standIn = flags.standIn && (await startStandIn(flags.standIn));
try {
	const askedAt = new Date().toISOString();
	const baseUrl = standIn ? standIn.url : process.env.ANYFAST_BASE_URL || DEFAULT_BASE_URL;
	const apiKey = standIn ? standIn.apiKey : process.env.ANYFAST_API_KEY?.trim();
	if (!apiKey)
		stop('Set ANYFAST_API_KEY to your API key, or add -- --stand-in to ask the stand-in.');
	// The stand-in counts questions, not time.
	const service = new Service({ baseUrl, apiKey, pause: standIn ? async () => {} : undefined });
	await checkKey(service);
	announce(baseUrl);
	onInterrupt(service);

	const consent = { assets: flags.billed, video: flags.video };
	const picture = makePng(PICTURE_SIDE);
	const report = await askAll(service, consent, picture, ({ title, verdict }) =>
		console.log(`${verdict.padEnd(9)}  ${title}`),
	);

	console.log(`\n${tableOf(report.results)}\n${countsOf(report.results)}`);
	console.log(
		'"no" is no fault of yours: clients report some of them, and the nodes cope with those.',
	);
	for (const line of report.leftBehind)
		console.log(`NOT DELETED, please delete it yourself: ${line}`);
	const file = flags.output ?? `conformance-${askedAt.slice(0, 10)}.json`;
	writeFileSync(file, fileOf(baseUrl, askedAt, report));
	console.log(
		`${file} has all that was asked and answered, without your key, your names and signatures.`,
	);
	console.log('Read it, then attach it to an issue: it turns guesses into facts.');
} finally {
	await standIn?.stop();
}

function readFlags() {
	const args = process.argv
		.slice(2)
		.map((arg) => (arg === '--stand-in' ? '--stand-in=documented' : arg));
	try {
		const { values } = parseArgs({
			args,
			options: {
				billed: { type: 'boolean', default: false },
				video: { type: 'boolean', default: false },
				output: { type: 'string' },
				'stand-in': { type: 'string' },
			},
		});
		const { billed, video, output, 'stand-in': name } = values;
		if (video && !billed) stop('--video is billed: say --billed --video.');
		if (name !== undefined && !isStandIn(name)) {
			stop(`--stand-in is one of ${Object.keys(STAND_INS).join(', ')}.`);
		}
		return { billed, video, output, standIn: name };
	} catch (error) {
		return stop(messageOf(error));
	}
}

/** @param {string} name @returns {name is keyof typeof STAND_INS} */
function isStandIn(name) {
	return Object.hasOwn(STAND_INS, name);
}

/** Loaded only if it is asked for, because that takes as long as all else. @param {keyof typeof STAND_INS} name */
async function startStandIn(name) {
	const { StandIn } = await import('../stand-in/StandIn.ts');
	return await StandIn.start(STAND_INS[name]());
}

/** Nothing can be learnt with a key that is refused, or if nobody answers. @param {Service} service */
async function checkKey(service) {
	try {
		const body = { model: 'volc-asset', Filter: {}, PageNumber: 1, PageSize: 1 };
		const { status } = await service.ask('ListAssetGroups', body);
		if (status === 401) stop('The service refuses the key (401). Is it for this site?');
	} catch (error) {
		stop(service.mask.text(messageOf(error)));
	}
}

/** @param {string} baseUrl */
function announce(baseUrl) {
	console.log(`Asking ${baseUrl}.`);
	if (!flags.billed) {
		console.log('Only what is free of charge. --billed also creates, and deletes what it made.\n');
		return;
	}
	console.log(`THIS WILL BE BILLED to your account: ${ASSETS_COST}.`);
	if (flags.video) console.log('And one video of 4 seconds in 480p, which takes some minutes.');
	console.log('Ctrl-C ends it early; what it made by then is deleted.\n');
}

/** @param {Service} service */
function onInterrupt(service) {
	process.once('SIGINT', () => {
		console.log('Ending, and deleting what was made. Ctrl-C again ends at once.');
		service.interrupted = true;
	});
}

/** @param {string} message @returns {never} */
function stop(message) {
	console.error(message);
	process.exit(2);
}
