import { makeAsset } from '../../stand-in/assets.ts';
import { makeGroup } from '../../stand-in/groups.ts';
import { gatewayError } from '../../stand-in/refusals.ts';
import { locator } from '../n8n/oneNode.mjs';

/**
 * @typedef {import('../../stand-in/StandIn.ts').Fault} Fault
 *
 * @typedef {'get' | 'list' | 'delete' | 'createGroup' | 'useGroup' | 'upload' | 'useAsset'} OperationName
 *
 * @typedef {[message: string, description: string]} Words what a user reads
 *
 * @typedef {object} Named the fields of a request that may name a thing
 * @property {unknown} [Id]
 * @property {unknown} [Name]
 * @property {{ Name?: unknown }} [Filter]
 *
 * @typedef {object} Operation an operation of the node; each run of it is about a thing of its own
 * @property {string} action the request that meets the fault
 * @property {object} parameters of the node; `key` is a field of its item
 * @property {(number: number) => string} key names the thing in the request
 * @property {(body: Named, key: string) => boolean} names whether a request is about it
 * @property {(key: string, made: { Id?: string }) => object} item what a run that succeeds gives, among other things
 * @property {boolean} [withFile] whether its item has a file
 *
 * @typedef {object} Row
 * @property {OperationName} operation
 * @property {string} what happens
 * @property {(elsewhere: string, comesBackAt: (ms: number) => void) => Fault[]} faults what the first requests meet, one
 *   each; told the address of another host, and whom to tell when the next request may come
 * @property {number} requests that are sent
 * @property {Words} [error] none: the run succeeds. `{origin}` is the Base URL
 * @property {number} [made] how many things it made at the service; none unless given
 * @property {object} [item] what the item also holds, if it succeeds
 */

/** @type {Record<OperationName, Operation>} */
export const OPERATIONS = {
	get: {
		action: 'GetAsset',
		parameters: { resource: 'asset', operation: 'get', assetId: locator('={{ $json.key }}') },
		key: (number) => makeAsset(number).Id,
		names: ({ Id }, key) => Id === key,
		item: (key) => ({ Id: key }),
	},
	list: {
		action: 'ListAssetGroups',
		parameters: {
			...{ resource: 'group', operation: 'list', returnAll: true },
			filters: { name: '={{ $json.key }}' },
		},
		key: (number) => makeGroup(number).Name ?? '',
		names: ({ Filter }, key) => Filter?.Name === key,
		item: (key) => ({ Name: key }),
	},
	delete: {
		action: 'DeleteAsset',
		parameters: { resource: 'asset', operation: 'delete', assetId: locator('={{ $json.key }}') },
		key: (number) => makeAsset(number).Id,
		names: ({ Id }, key) => Id === key,
		item: (key) => ({ Id: key, deleted: true }),
	},
	createGroup: {
		action: 'CreateAssetGroup',
		parameters: { resource: 'group', operation: 'create', name: '={{ $json.key }}' },
		key: (number) => `Cats ${number}`,
		names: ({ Name }, key) => Name === key,
		item: (_key, { Id }) => ({ Id }),
	},
	useGroup: {
		action: 'CreateAssetGroup',
		parameters: {
			...{ resource: 'group', operation: 'create', name: '={{ $json.key }}' },
			ifNameExists: 'use',
		},
		key: (number) => `Dogs ${number}`,
		names: ({ Name }, key) => Name === key,
		item: (_key, { Id }) => ({ Id }),
	},
	upload: {
		action: 'CreateAsset',
		parameters: {
			...{ resource: 'asset', operation: 'upload', groupId: locator(makeGroup(1).Id) },
			name: '={{ $json.key }}',
			waitUntilActive: false,
		},
		key: (number) => `cat ${number}`,
		names: ({ Name }, key) => Name === key,
		item: (_key, { Id }) => ({ Id }),
		withFile: true,
	},
	useAsset: {
		action: 'CreateAsset',
		parameters: {
			...{ resource: 'asset', operation: 'upload', groupId: locator(makeGroup(2).Id) },
			...{ name: '={{ $json.key }}', ifNameExists: 'use', waitUntilActive: false },
		},
		key: (number) => `dog ${number}`,
		names: ({ Name }, key) => Name === key,
		item: (_key, { Id }) => ({ Id }),
		withFile: true,
	},
};

const HTML = {
	headers: { 'content-type': 'text/html' },
	body: '<html><body>Bad Gateway</body></html>',
};
const JSON_TYPE = { 'content-type': 'application/json' };

/** @type {Record<'createGroup' | 'upload', Words>} */
const DOUBT = {
	createGroup: [
		'; the group may have been created anyway',
		'Look for its name with List Groups before you run this again, or you may end up with two. ',
	],
	upload: [
		'; the asset may have been created anyway',
		'Look for its name with List Assets before you run this again, or you may end up with two, both billed. ',
	],
};

const WRONG_ADDRESS = 'The Site or Base URL does not lead to the Anyfast API';
/** @param {string} what */
const answeredWith = (what) =>
	`{origin} answered with ${what}. Choose another Site in the Anyfast API credential, or correct its Base URL.`;

/**
 * @param {string} how in the words of Node.js
 * @returns {Words}
 */
const lost = (how) => [
	'The connection to Anyfast was lost',
	`{origin} was reached, but the connection broke: ${how}. Check the network between n8n and Anyfast. Try again later.`,
];
/** @type {Words} */
const INCOMPLETE = [
	"Anyfast's response was incomplete",
	'The connection, or a proxy in between, dropped part of it. Try again later.',
];
/**
 * @param {number} status
 * @param {string} [said]
 * @returns {Words}
 */
const notAvailable = (status, said = '') => [
	`Anyfast is not available right now (HTTP status ${status})`,
	`Try again later.${said}`,
];
const SCRIPTED = ' The API said: Scripted failure [invalid_request_error]';

/**
 * What is worth another try if it can do no harm: what happens, and what the user reads where it ends the run.
 *
 * @type {[what: string, fault: Fault, error: Words][]}
 */
const PASSING = [
	['a connection that is closed', 'drop', lost('socket hang up (ECONNRESET)')],
	['a connection that is reset', 'reset', lost('read ECONNRESET (ECONNRESET)')],
	['a body that is cut', 'cut', lost('aborted (ECONNRESET)')],
	['half of a JSON text', { status: 200, headers: JSON_TYPE, body: '{"Id": "as' }, INCOMPLETE],
	['an empty answer', { status: 200, body: '' }, INCOMPLETE],
	['status 500', { status: 500 }, notAvailable(500, SCRIPTED)],
	['an HTML page under 502', { status: 502, ...HTML }, notAvailable(502)],
	['status 503', { status: 503 }, notAvailable(503, SCRIPTED)],
];

/** What takes the whole deadline of a request. @type {[what: string, fault: Fault][]} */
const SLOW = [
	['no answer at all', 'hang'],
	['an answer that drips byte by byte', { drip: { everyMs: 500 } }],
];
/** @type {Words} */
const TIMEOUT = [
	'Anyfast did not answer in time',
	'Check the network between n8n and {origin}. Try again later.',
];

/** What no other try can help, and is certainly not done. @type {[string, (elsewhere: string) => Fault, Words][]} */
const FINAL = [
	['an HTML page', () => ({ status: 200, ...HTML }), [WRONG_ADDRESS, answeredWith('a web page')]],
	[
		'a redirect to another host',
		(elsewhere) => ({ status: 307, headers: { location: `${elsewhere}/volc/asset/GetAsset` } }),
		[WRONG_ADDRESS, `${answeredWith('a redirect (HTTP status 307)')}${SCRIPTED}`],
	],
	[
		'a key that is refused, and quoted',
		() => ({ status: 401, body: gatewayError('Invalid token stand-in-key', 401) }),
		[
			'Anyfast refused the API key',
			`Check the API Key in the Anyfast API credential, and its Site or Base URL: a key works only on the site where it was made, and {origin} was asked. The API said: Invalid token *** [authentication_error]`,
		],
	],
	[
		'a refusal that comes as 502',
		() => ({
			status: 502,
			body: gatewayError(
				'upstream asset error: [InvalidParameter.PixelCountTooSmall] Too small',
				502,
			),
		}),
		[
			'Anyfast does not accept this: Too small',
			"Check the node's parameters, and the file, against what the API said. Nothing was created. [InvalidParameter.PixelCountTooSmall, invalid_request_error]",
		],
	],
];

/** A busy service that says when to come back. @type {[what: string, retryAfter: (now: number) => string][]} */
const BUSY = [
	['429 with Retry-After in seconds', () => '2'],
	// An HTTP date has whole seconds.
	['429 with Retry-After as a date', (now) => new Date(now + 3000).toUTCString()],
];

/**
 * @param {{ made?: number }} [more]
 * @returns {Omit<Row, 'operation'>[]}
 */
const busyRows = (more = {}) =>
	BUSY.map(([what, retryAfter]) => ({
		...{ what, requests: 2, ...more },
		faults: (_elsewhere, comesBackAt) => [
			{
				status: 429,
				headers: {
					get 'retry-after'() {
						const now = Date.now();
						const value = retryAfter(now);
						comesBackAt(/^\d+$/.test(value) ? now + 1000 * Number(value) : Date.parse(value));
						return value;
					},
				},
			},
		],
	}));

/** @type {Omit<Row, 'operation'>[]} */
const finalRows = FINAL.map(([what, make, error]) => ({
	...{ what, requests: 1, error },
	faults: (elsewhere) => [make(elsewhere)],
}));

/** @type {Row[]} */
const READS = /** @type {const} */ (['get', 'list']).flatMap((operation) => [
	...PASSING.flatMap(([what, fault, [message, description]]) => [
		{ operation, what, faults: () => [fault], requests: 2 },
		{
			operation,
			what: `${what}, five times`,
			faults: () => Array.from({ length: 5 }, () => fault),
			requests: 5,
			error: [`${message}, tried 5 times`, description],
		},
	]),
	...SLOW.map(([what, fault]) => ({ operation, what, faults: () => [fault], requests: 2 })),
	...[...busyRows(), ...finalRows].map((row) => ({ operation, ...row })),
]);

/** @type {Row[]} */
const CREATIONS = /** @type {const} */ (['createGroup', 'upload']).flatMap((operation) => {
	const [doubt, advice] = DOUBT[operation];
	/** @param {Words} words @returns {Words} */
	const inDoubt = ([message, description]) => [message + doubt, advice + description];
	return [
		...PASSING.flatMap(([what, fault, error]) => [
			{ operation, what, faults: () => [fault], requests: 1, error: inDoubt(error) },
			{
				operation,
				what: `${what}, after it was done`,
				faults: () => [{ afterDoing: fault }],
				requests: 1,
				error: inDoubt(error),
				made: 1,
			},
		]),
		...[...busyRows({ made: 1 }), ...finalRows].map((row) => ({ operation, ...row })),
	];
});

/** Five minutes is the deadline of an upload, so the slow ones are about groups alone. @type {Row[]} */
const SLOW_CREATIONS = SLOW.map(([what, fault]) => ({
	operation: 'createGroup',
	what,
	faults: () => [fault],
	requests: 1,
	error: [TIMEOUT[0] + DOUBT.createGroup[0], DOUBT.createGroup[1] + TIMEOUT[1]],
}));

/** With Use It, an answer that is lost is looked for. @type {Row[]} */
const FOUND_AGAIN = PASSING.flatMap(([what, fault, [message]]) => [
	.../** @type {const} */ ([
		{ operation: 'useGroup', item: { created: true } },
		{ operation: 'useAsset', item: { uploaded: true } },
	]).map((row) => ({
		...row,
		what: `${what}, after it was done`,
		faults: () => [{ afterDoing: fault }],
		requests: 1,
		made: 1,
	})),
	.../** @type {const} */ ([
		{ operation: 'useGroup', doubt: DOUBT.createGroup[0], kind: 'group', where: '' },
		{ operation: 'useAsset', doubt: DOUBT.upload[0], kind: 'asset', where: ' in the group' },
	]).map(
		/** @returns {Row} */ ({ operation, doubt, kind, where }) => ({
			operation,
			what,
			faults: () => [fault],
			requests: 1,
			error: [
				message + doubt,
				`The node looked for it for half a minute, and found no ${kind} "{key}"${where}. Running this again is safe: if it has appeared by then, it is used.`,
			],
		}),
	),
]);

/** What may be repeated is; that the second try finds nothing proves the first. @type {Row[]} */
const DELETIONS = PASSING.flatMap(([what, fault]) => [
	{ operation: 'delete', what, faults: () => [fault], requests: 2 },
	{
		operation: 'delete',
		what: `${what}, after it was done`,
		faults: () => [{ afterDoing: fault }],
		requests: 2,
	},
]);

export const ROWS = [...READS, ...CREATIONS, ...SLOW_CREATIONS, ...FOUND_AGAIN, ...DELETIONS];
