import { readAnswer } from '../../../nodes/shared/api/answer';
import { createAsset, deleteAsset } from '../../../nodes/shared/api/assets';
import { listAssets } from '../../../nodes/shared/api/listOf';
import { understand } from '../../../nodes/shared/api/classify';
import type { Endpoint } from '../../../nodes/shared/api/endpoint';
import { queryVideo, submitVideo } from '../../../nodes/shared/api/videos';
import type { CallKind } from '../../../nodes/shared/kinds';
import { CREATION_ANSWERS, DELETION_ANSWERS } from '../../stand-in/answers/changes';
import { GATEWAY_ANSWERS, type GatewayAnswerName } from '../../stand-in/answers/gateway';
import type { Answer, ReadyAnswer } from '../../stand-in/answers/ReadyAnswer';
import { SUBMIT_FORMS } from '../../stand-in/answers/submits';

const ENDPOINTS: Array<Endpoint<unknown>> = [
	submitVideo,
	queryVideo('asyntask_1'),
	createAsset,
	deleteAsset,
	listAssets,
];

const textOf = ({ body = '' }: Answer): string =>
	typeof body === 'string' || Buffer.isBuffer(body) ? String(body) : JSON.stringify(body);

const understood = <T>(answer: Answer, endpoint: Endpoint<T>, text = textOf(answer)) =>
	understand(
		readAnswer({ statusCode: answer.status, headers: { ...answer.headers }, text }),
		endpoint,
		{ Id: 'asset-1' },
	);

/** What the answers of the gateway's family mean, whatever was asked. */
const KINDS: Record<GatewayAnswerName, CallKind> = {
	keyUsedUp: 'no credit',
	keyHasNothingLeft: 'no credit',
	invalidToken: 'key refused',
	databaseFailed: 'unavailable',
	noModelNamed: 'no model',
	notForAssets: 'no model',
	addressNotAllowed: 'address refused',
	accountShort: 'no credit',
	accountShortWithoutCode: 'no credit',
	accountEmpty: 'no credit',
	keyEmpty: 'no credit',
	keyShort: 'no credit',
	groupForbidden: 'account blocked',
	groupRetired: 'account blocked',
	accountBanned: 'account blocked',
	accountDisabled: 'account blocked',
	tooManyInAll: 'busy',
	tooMany: 'busy',
	tooManyFromAddress: 'busy',
	cpuOverloaded: 'busy',
	memoryOverloaded: 'busy',
	diskOverloaded: 'busy',
	consolePage: 'wrong address',
	invalidUrl: 'wrong address',
	taskNotExist: 'task not found',
	bodyTooLarge: 'too large',
	proxyGaveUp: 'unavailable',
	proxyGaveUpAsRelayed: 'upstream lost',
	requestTimeout: 'upstream lost',
	deadlineExceeded: 'upstream lost',
	deadlineExceededUnder400: 'upstream lost',
	requestFailed: 'upstream lost',
	bodyUnread: 'upstream lost',
	bodyUnreadUnder200: 'upstream lost',
	taskUnsaved: 'upstream lost',
	unexpectedEnd: 'upstream lost',
};

const inBothLanguages = (ready: ReadyAnswer): Answer[] => [
	ready,
	{ ...ready, body: ready.inEnglish ?? ready.body },
];

describe.each(Object.entries(GATEWAY_ANSWERS))('the answer %s of a gateway', (name, ready) => {
	it('means the same at every call and in both languages, and is done only if it says so', () => {
		// The console's page comes in gzip, which the request helper unpacks.
		const text = name === 'consolePage' ? '<!doctype html><html lang="zh">' : undefined;
		for (const answer of inBothLanguages(ready)) {
			for (const endpoint of ENDPOINTS) {
				expect([endpoint.name, understood(answer, endpoint, text)]).toMatchObject([
					endpoint.name,
					{
						ok: false,
						verdict: {
							kind: Object.entries(KINDS).find(([known]) => known === name)?.[1],
							done: ready.isSureNotDone ? 'no' : 'maybe',
						},
					},
				]);
			}
		}
	});
});

describe('the answer to a submit', () => {
	const forms = Object.entries(SUBMIT_FORMS);
	const task = { model: 'seedance-2.0', createdAt: 1_764_000_000 };

	it.each(forms)('%s is a task, or nobody knows', (_name, { idIs, isNumber, answer }) => {
		const id = isNumber ? '918273645' : 'asyntask_000001';
		const came = understood(answer({ ...task, id }), submitVideo);

		if (idIs === 'named') expect(came).toMatchObject({ ok: true, value: { taskId: id } });
		else expect(came).toMatchObject({ ok: false, verdict: { done: 'maybe' } });
	});
});

describe('the answer to a deletion', () => {
	it.each(Object.entries(DELETION_ANSWERS))('%s is done only if it is', (_name, answerTo) => {
		const answer = answerTo('asset-1');

		expect(understood(answer, deleteAsset).ok).toBe(answer.isDone);
	});
});

describe('the answer to a creation', () => {
	it.each(Object.entries(CREATION_ANSWERS))('%s puts it in doubt', (_name, answer) => {
		expect(understood(answer, createAsset)).toMatchObject({
			ok: false,
			verdict: { done: 'maybe' },
		});
	});
});
