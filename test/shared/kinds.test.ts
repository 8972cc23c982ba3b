import type { INodeParameters } from 'n8n-workflow';

import { inMemory } from '../engine/files';
import { useTestBed } from '../engine/useTestBed';
import { makeAsset } from '../stand-in/assets';
import type { Fault } from '../stand-in/StandIn';

const bed = useTestBed(() => ({ assets: [makeAsset(1)] }));

const binary = {
	data: inMemory({ content: Buffer.alloc(3 * 1024 * 1024), mimeType: 'image/png', fileName: 'a' }),
};
const groupId = () => bed.standIn.groups[0]?.Id ?? '';
const upload = (): INodeParameters => ({
	...{ resource: 'asset', operation: 'upload', ifNameExists: 'uploadAnyway', groupId: groupId() },
});
const list = (): INodeParameters => ({ resource: 'group', operation: 'list' });
const get = (): INodeParameters => ({
	...{ resource: 'asset', operation: 'get', assetId: makeAsset(1).Id },
});

/** Upstream's refusal, as the gateway passes it on under 502. */
const refusal = (code: string, message: string, status = 502): Fault => ({
	status,
	body: { error: { message: `upstream_error: [${code}] ${message} (request id: r-1)` } },
});

/** The error of a request that meets such an answer. */
interface Case {
	what: string;
	parameters: () => INodeParameters;
	fault: Fault;
	message: string;
	advice: string;
	httpCode: string;
	code?: string;
}

const final: Case[] = [
	{
		...{ what: 'a face that was not recognized', parameters: upload, httpCode: '502' },
		fault: { status: 502, body: { error: 'upstream asset error: Face consistency failed' } },
		message: 'Anyfast did not recognize the verified person: Face consistency failed',
		advice: 'takes only files that show the person who was verified for it',
	},
	{
		...{ what: 'a file that upstream does not take', parameters: upload, httpCode: '502' },
		...{ code: 'InvalidParameter.PixelCountTooSmall' },
		fault: refusal('InvalidParameter.PixelCountTooSmall', 'too few pixels'),
		message: 'Anyfast does not accept this: too few pixels',
		advice:
			"Check the node's parameters, and the file, against what the API said. Nothing was created.",
	},
	{
		...{ what: 'a refusal by the content check', parameters: upload, httpCode: '400' },
		...{ code: 'InputImageSensitiveContentDetected.PrivacyInformation' },
		fault: refusal('InputImageSensitiveContentDetected.PrivacyInformation', 'a person', 400),
		message: "Anyfast's content check refused this: ",
		advice: 'Real people need a group of verified people (Liveness Face).',
	},
	{
		...{
			what: 'spent quota',
			parameters: upload,
			httpCode: '403',
			code: 'insufficient_user_quota',
		},
		fault: {
			status: 403,
			body: { error: { message: 'quota is spent', code: 'insufficient_user_quota' } },
		},
		message: 'The Anyfast account or API key has no credit left',
		advice: 'Add credit, or raise the quota of the key, in the Anyfast console.',
	},
	{
		...{ what: 'a missing channel', parameters: upload, httpCode: '503', code: 'model_not_found' },
		fault: { status: 503, body: { error: { message: 'no channel', code: 'model_not_found' } } },
		message: "The API key's group does not have this model",
		advice: 'choose a group for the key that has the model, or set another Model',
	},
	{
		...{ what: 'a key without verified people', parameters: list, httpCode: '400' },
		fault: { status: 400, body: { error: { message: 'GroupType must be one of [AIGC]' } } },
		message: 'This API key cannot use groups of verified people',
		advice: 'create a key whose group is Byteplus-Direct',
	},
	{
		...{ what: 'a key that may not', parameters: list, httpCode: '403' },
		fault: { status: 403, body: { error: { message: 'This is not for you' } } },
		message: 'Anyfast refused access: This is not for you',
		advice: 'Check in the Anyfast console what this key may use',
	},
	{
		...{ what: 'an asset that is not there', parameters: get, httpCode: '404' },
		...{ code: 'NotFound.asset_id' },
		fault: refusal('NotFound.asset_id', 'no asset', 404),
		message: `There is no asset ${makeAsset(1).Id}`,
		advice: 'An asset that was uploaded a moment ago can take half a minute to appear.',
	},
	{
		...{ what: 'a group in a filter that is not there', parameters: list, httpCode: '404' },
		...{ code: 'NotFound.group_id' },
		fault: refusal('NotFound.group_id', 'no group', 404),
		message: 'There is no such group',
		advice: 'Check the ID, and that the credential is of the account and site',
	},
	{
		...{ what: 'a list of something that is not there', parameters: list, httpCode: '404' },
		fault: { status: 404, body: { error: { message: 'No such project' } } },
		message: 'Anyfast cannot find what was asked for: No such project',
		advice: 'Check the IDs in the parameters',
	},
	{
		...{ what: 'a file that is too large for the gateway', parameters: upload, httpCode: '413' },
		fault: { status: 413, headers: { 'content-type': 'text/html' }, body: '<html></html>' },
		message: "The request is too large for Anyfast's gateway: 3.0 MB",
		advice: 'Make the file smaller, or upload it from a URL.',
	},
	{
		...{ what: 'a request that is too large for the gateway', parameters: list, httpCode: '413' },
		fault: { status: 413, body: { error: { message: 'too large' } } },
		message: "The request is too large for Anyfast's gateway: 0.0 MB",
		advice: 'Make the file smaller',
	},
];

describe.each(final)('$what', ({ parameters, fault, message, advice, httpCode, code }) => {
	it('ends the run in one try, certainly not done, with its own words', async () => {
		bed.standIn.failNext(fault);

		const error = await bed.error(parameters(), { binary });

		expect(bed.standIn.received).toHaveLength(1);
		expect(error.message).toContain(message);
		expect(error.message).not.toContain('anyway');
		expect(error.description).toContain(advice);
		expect(error.name).toBe('NodeApiError');
		expect(error).toHaveProperty('httpCode', httpCode);
		if (code === undefined) expect(error).not.toHaveProperty('code');
		else expect(error).toHaveProperty('code', code);
	});
});

it.each([
	['NotFound.asset_id', 'It is not found', get],
	['InvalidParameter.Name', 'The name is bad', list],
])(
	'an error carries code %s, request ID and status as fields',
	async (code, message, parameters) => {
		bed.standIn.failNext(refusal(code, message));

		const error = await bed.error(parameters());

		expect(error).toMatchObject({ code, requestId: 'r-1', httpCode: '502' });
		expect(error.description).toMatch(/ \[[\w.]+, request ID r-1\]$/);
		expect(error.description).toContain(`[${code}, `);
	},
);

it.each([
	['200', { status: 200, body: { error: { message: 'x', code: 'QuotaExceeded' } } }],
	['502', refusal('QuotaExceeded', 'x')],
	['503', { status: 503, body: { error: { message: 'x', code: 'upstream_load_saturated' } } }],
] satisfies Array<[string, Fault]>)(
	'an upload is tried again if the service was too busy to take it, also under %s',
	async (_status, fault) => {
		bed.standIn.failNext(fault, fault);

		expect(await bed.items(upload(), { binary })).toHaveLength(1);
		expect(bed.standIn.received).toHaveLength(3);
		expect(bed.standIn.assets).toHaveLength(2);
	},
);

it('a thing that failed may say why in a field named error, which no item may have', async () => {
	const body = { ...makeAsset(1), Status: 'Failed', error: { message: 'too short' }, message: 'x' };
	bed.standIn.failNext({ status: 200, body });

	const [item] = await bed.items(get());

	expect(item).toMatchObject({ Status: 'Failed', Error: { message: 'too short' } });
	expect(item).not.toHaveProperty('error');
});

it('a row of a list may have a field named error, which no item may have', async () => {
	const body = { Items: [{ Id: 'group-1', error: 'x' }], TotalCount: 1, PageSize: 50 };
	bed.standIn.failNext({ status: 200, body });

	expect(await bed.items(list())).toEqual([{ Id: 'group-1', Error: 'x' }]);
});

it.each(['Result', 'data'])('what is wrapped in %s is unwrapped', async (wrapper) => {
	bed.standIn.failNext({ status: 200, body: { [wrapper]: makeAsset(1) } });
	expect(await bed.items(get())).toMatchObject([makeAsset(1)]);

	const Items = [{ Id: 'group-1' }];
	bed.standIn.failNext({
		status: 200,
		body: { [wrapper]: { Items, TotalCount: 1, PageSize: 50 } },
	});
	expect(await bed.items(list())).toEqual(Items);
});

it('a doubt is not hidden by a refusal under 502 that came later', async () => {
	bed.standIn.failNext('drop', refusal('InvalidParameter.Id', 'bad'));
	const parameters = { resource: 'asset', operation: 'delete', assetId: makeAsset(1).Id };

	expect((await bed.error(parameters)).message).toMatch(
		/^Anyfast does not accept this: .*, tried 2 times; the asset may have been deleted anyway$/,
	);
});
