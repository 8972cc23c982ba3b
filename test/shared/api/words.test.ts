import ts from 'typescript';

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
