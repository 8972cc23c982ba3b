import ts from 'typescript';

import { readAnswer } from '../../../nodes/shared/api/answer';
import { createAsset, deleteAsset } from '../../../nodes/shared/api/assets';
import { failureOf } from '../../../nodes/shared/api/failure';
import { queryVideo, submitVideo } from '../../../nodes/shared/api/videos';
import type { CallKind } from '../../../nodes/shared/kinds';

/* What docs/errors.md says of what can happen to a call. */

const KINDS: Record<CallKind, true> = {
	'key refused': true,
	forbidden: true,
	'address refused': true,
	'account blocked': true,
	'no credit': true,
	'no model': true,
	'not for this key': true,
	refused: true,
	invalid: true,
	moderated: true,
	'face refused': true,
	'group type missing': true,
	'group not found': true,
	'asset not found': true,
	'asset not ready': true,
	'asset not usable': true,
	'person not verified': true,
	'task not found': true,
	'not found': true,
	'too large': true,
	'wrong address': true,
	'not served': true,
	busy: true,
	unavailable: true,
	'upstream lost': true,
	incomplete: true,
	unexpected: true,
	'another thing': true,
	'unknown host': true,
	unreachable: true,
	untrusted: true,
	blocked: true,
	'not sendable': true,
	lost: true,
	timeout: true,
	'too long': true,
	unknown: true,
};

const ENDPOINTS = [createAsset, deleteAsset, submitVideo, queryVideo('asyntask_1')];

const page = ts.sys.readFile('docs/errors.md') ?? '';

it.each(Object.keys(KINDS) as CallKind[])('docs/errors.md has the message of "%s"', (kind) => {
	for (const endpoint of ENDPOINTS) {
		for (const wasSent of [true, false]) {
			const noAnswer = { reason: 'timeout', detail: '', wasSent } as const;
			const about = { endpoint, origin: 'https://www.anyfast.ai', length: 1, noAnswer };
			const { message } = failureOf({ kind, done: 'no' }, about);
			// Up to what differs from one case to another.
			const [words = ''] = message.split(/:| \(| such | Generate| CreateAsset| DeleteAsset| Get/);
			expect(page).toContain(words.trim());
		}
	}
});

const ADVICE = "Check the node's parameters against what the API said.";

it.each([
	[{ message: 'bad' }, 'Anyfast refused the request: bad', ADVICE],
	[
		{ error: { message: 'bad', code: '7', type: 'new_api_error' }, request_id: 'r-1' },
		'Anyfast refused the request: bad',
		`${ADVICE} [code 7, new_api_error, request ID r-1]`,
	],
	[{}, 'Anyfast refused the request: HTTP status 400', ADVICE],
])(
	'what the API said is said once, with all that its support needs: %j',
	(body, message, advice) => {
		const answer = readAnswer({ statusCode: 400, headers: {}, text: JSON.stringify(body) });
		const call = { endpoint: deleteAsset, origin: 'https://www.anyfast.ai', length: 1, answer };

		const failure = failureOf({ kind: 'refused', done: 'no' }, call);

		expect([failure.message, failure.description]).toEqual([message, advice]);
	},
);

it.each([
	[301, 'text/plain', 'a redirect (HTTP status 301)'],
	[399, 'text/plain', 'a redirect (HTTP status 399)'],
	[400, 'text/plain', 'HTTP status 400'],
	[404, 'text/html', 'a web page'],
	[200, 'text/plain', 'something that is not JSON'],
])(
	'an answer %d of the type %s that is none of the API is called %s',
	(statusCode, type, words) => {
		const answer = readAnswer({ statusCode, headers: { 'content-type': type }, text: 'x' });
		const call = { endpoint: deleteAsset, origin: 'https://www.anyfast.ai', length: 1, answer };

		expect(failureOf({ kind: 'wrong address', done: 'no' }, call).description).toContain(
			`https://www.anyfast.ai answered with ${words}. Choose another Site`,
		);
	},
);
