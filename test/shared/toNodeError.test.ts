import type { INode } from 'n8n-workflow';

import { AnyfastError } from '../../nodes/shared/AnyfastError';
import { toNodeError } from '../../nodes/shared/toNodeError';
import { itemsOf } from '../engine/Engine';
import { useTestBed } from '../engine/useTestBed';
import { ANYFAST } from '../engine/workflow';
import { gatewayError } from '../stand-in/StandIn';

const node: INode = {
	id: '1',
	name: 'Anyfast',
	type: 'n8n-nodes-anyfast.anyfastAsset',
	typeVersion: 1,
	position: [0, 0],
	parameters: {},
};

/** What n8n has sentences of its own for, wherever it stands in a message. */
const WORDS_OF_N8N = [
	'ECONNREFUSED',
	'ECONNRESET',
	'ENOTFOUND',
	'ETIMEDOUT',
	'EACCES',
	'EEXIST',
	'EPERM',
	'ENOENT',
	'GETADDRINFO',
	'PREEXISTING',
];

describe.each(['user', 'api'] as const)('an error by the %s', (cause) => {
	it.each(WORDS_OF_N8N)('keeps its words, though %s is in them', (word) => {
		const message = `The asset ${word} is bad; the video task asyntask_1 may still be running`;
		const description = `Use Get Video, not ${word}.`;

		const error = toNodeError(node, new AnyfastError(message, { cause, description }));

		expect([error.message, error.description, error.messages]).toEqual([message, description, []]);
	});

	it('is spelled so that n8n does not take the execution for canceled', () => {
		const message = 'The video task x was canceled: context canceled';
		const error = toNodeError(node, new AnyfastError(message, { cause, description: message }));

		expect(error.message).toBe('The video task x was cancelled: context cancelled');
		expect(error.description).toBe(message);
	});

	it('names what exists in both texts', () => {
		const details = { cause, taskId: 'asyntask_1', assetId: 'asset-1', description: 'Wait.' };

		const { description } = toNodeError(node, new AnyfastError('x', details));

		expect(description).toBe('Wait. Task ID: asyntask_1. Asset ID: asset-1.');
	});
});

it('keeps the spelling of an execution that was canceled', () => {
	const canceled = new AnyfastError('The execution was canceled', { kind: 'canceled' });

	expect(toNodeError(node, canceled).message).toBe('The execution was canceled');
});

it.each([new TypeError('Invalid time value'), 'a text', undefined, { odd: true }])(
	'puts whatever was thrown in words: %p',
	(thrown) => {
		const error = toNodeError(node, thrown);

		expect(error.message).not.toBe('');
		expect(error.description).toContain('please report');
	},
);

describe('an error of the API in a run', () => {
	const bed = useTestBed();
	const refusal = (message: string) => ({ status: 400, body: gatewayError(message, 400) });

	it('arrives as written, and fails the execution', async () => {
		bed.standIn.failNext(refusal('A canceled train: ECONNRESET in preEEXISTing asset'));

		const { data, status } = await bed.run({});

		expect(status).toBe('error');
		expect(data.resultData.error?.message).toBe(
			'Anyfast refused the request: A cancelled train: ECONNRESET in preEEXISTing asset',
		);
	});

	it('is an item with what is known as fields, with On Error: Continue', async () => {
		bed.standIn.failNext(refusal('ETIMEDOUT [Some.Code] (request id: r-1)'));

		const run = await bed.run({}, { node: { onError: 'continueRegularOutput' } });

		expect(itemsOf(run, ANYFAST).map(({ json }) => json)).toEqual([
			{
				error: expect.stringContaining('ETIMEDOUT'),
				message: expect.any(String),
				code: 'Some.Code',
				httpCode: '400',
				requestId: 'r-1',
			},
		]);
	});
});
