import { errorIn, inShort, isNotFound, isRefused, isUnserved, rowsOf, textOf } from '../answers';
import { type Fact, untold } from '../fact';
import { at } from '../../stand-in/json';

const model = 'volc-asset';

/** IDs in the form of the service's own, of a day before there was a service. */
const NOTHING = { asset: 'asset-20000101000000-none0', group: 'group-20000101000000-none0' };

/** That an action is served, and what it says of an ID that cannot exist: this changes nothing. */
function unknownId(action: string, kind: 'asset' | 'group', source: string, more = {}): Fact {
	return {
		title: `${action} is served, and an unknown ID is NotFound.${kind}_id`,
		source,
		async run(service) {
			const answer = await service.ask(action, { model, Id: NOTHING[kind], ...more });
			if (isUnserved(answer)) return { did: `not served: ${inShort(answer)}`, fits: false };
			return { did: inShort(answer), fits: isNotFound(answer, kind) };
		},
	};
}

const unknownPerson: Fact = {
	title: 'GetVisualValidateResult is served, and refuses an unknown BytedToken',
	source: 'vendor’s guide on real people',
	async run(service) {
		const BytedToken = 'conformance-none';
		const answer = await service.ask('GetVisualValidateResult', { model, BytedToken });
		return { did: inShort(answer), fits: isRefused(answer) && !isUnserved(answer) };
	},
};

const unknownAction: Fact = {
	title: 'An action that the gateway does not serve is 404 "Invalid URL"',
	source: 'guess; other gateways of the family',
	async run(service) {
		const answer = await service.ask('NoSuchAction', { model });
		return { did: inShort(answer), fits: answer.status === 404 && isUnserved(answer) };
	},
};

const wrongKey: Fact = {
	title: 'A wrong key is 401, with error.message',
	source: 'vendor’s page (401); the shape is that of other gateways of the family',
	async run(service) {
		const body = { model, Filter: {} };
		const answer = await service.ask('ListAssetGroups', body, 'sk-conformance-wrong-key');
		const message = at(answer.body, 'error', 'message');
		return { did: inShort(answer), fits: answer.status === 401 && typeof message === 'string' };
	},
};

const someAsset = async (service: Parameters<Fact['run']>[0]) => {
	const list = { model, Filter: {}, PageNumber: 1, PageSize: 10 };
	return rowsOf(await service.ask('ListAssets', list)).find((row) => textOf(row, 'URL') !== '');
};

const sameAddress: Fact = {
	title: 'The URL of an asset is the same at each read',
	source: 'guess; clients see it signed anew each time, and valid for 12 hours',
	async run(service) {
		const asset = await someAsset(service);
		if (!asset) return untold('the account has no asset with a URL');
		const read = async () => {
			const answer = await service.ask('GetAsset', { Id: asset.Id });
			const content = [at(answer.body, 'Result'), at(answer.body, 'data'), answer.body];
			return content.map((part) => at(part, 'URL')).find((url) => url !== undefined);
		};
		const [one, other] = [await read(), await read()];
		const fits = typeof one === 'string' && one === other;
		return { did: fits ? 'the same' : 'another one', fits };
	},
};

const PAGE = 'vendor’s page for the action; the code is upstream’s';
const DEMO = 'vendor’s demo lets it through, no page';

/** What we assume of single things, and of what does not exist; asking is free. */
export const thingFacts: Fact[] = [
	unknownId('GetAsset', 'asset', PAGE),
	unknownId('DeleteAsset', 'asset', PAGE),
	unknownId('UpdateAsset', 'asset', DEMO, { Name: 'conformance-none' }),
	unknownId('GetAssetGroup', 'group', DEMO),
	unknownId('UpdateAssetGroup', 'group', DEMO, { Name: 'conformance-none' }),
	unknownId('DeleteAssetGroup', 'group', 'upstream; one client calls it'),
	unknownPerson,
	unknownAction,
	wrongKey,
	sameAddress,
];

/** Under which status things that do not exist are refused. */
const STATUS_NOT_FOUND = 404;

const statusOfRefusals: Fact = {
	title: 'What does not exist is refused with status 404',
	source: 'upstream; clients also see 400, 502 and 200',
	async run({ answers }) {
		const statuses = answers.filter((answer) => isNotFound(answer)).map(({ status }) => status);
		if (statuses.length === 0) return untold('nothing was refused as not found');
		const different = [...new Set(statuses)];
		return {
			did: `${different.join(', ')} in ${statuses.length} answers`,
			fits: different.every((status) => status === STATUS_NOT_FOUND),
		};
	},
};

const shapeOfRefusals: Fact = {
	title: 'Refusals have error.message, or ResponseMetadata.Error with Code and Message',
	source: 'gateway and upstream; clients also see a text as error, and JSON in a text',
	async run({ answers }) {
		const refused = answers.filter(isRefused);
		if (refused.length === 0) return untold('nothing was refused');
		const odd = refused.filter((answer) => {
			const error = errorIn(answer);
			const [message, upstream] = [at(answer.body, 'error', 'message'), at(error, 'Message')];
			return typeof (message ?? upstream) !== 'string';
		});
		const did = `${refused.length} refusals, ${odd.length} of another shape`;
		const example = odd[0] ? `, such as: ${inShort(odd[0])}` : '';
		return { did: `${did}${example}`, fits: odd.length === 0 };
	},
};

const noWrapper: Fact = {
	title: 'Answers of the asset API are bare, neither in Result nor in data',
	source: 'vendor’s pages; its demo unwraps both',
	async run({ answers }) {
		const given = answers.filter(
			(answer) => answer.call.includes('/volc/asset/') && !isRefused(answer),
		);
		const inside = (name: string) =>
			given.filter(({ body }) => typeof at(body, name) === 'object' && at(body, name)).length;
		const [result, data] = [inside('Result'), inside('data')];
		const did = `${given.length} answers, ${result} in Result, ${data} in data`;
		return given.length ? { did, fits: result + data === 0 } : untold('nothing was answered');
	},
};

/** What we assume of all answers; no further call is made for it, so it comes last. */
export const answerFacts: Fact[] = [statusOfRefusals, shapeOfRefusals, noWrapper];
