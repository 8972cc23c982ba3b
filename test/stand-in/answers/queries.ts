import type { Fault } from '../faults';
import { isObject } from '../json';
import { GATEWAY_ANSWERS } from './gateway';
import { errorBody, HTML_TYPE, withRequestId } from './ReadyAnswer';

const FIREWALL_PAGE = '<html><head><title>403 Forbidden</title></head><body>WAF</body></html>';

/** What the query of a task may be answered once, though the task is well: none of it proves anything. */
export const ODD_QUERY_ANSWERS = {
	keyRefused: GATEWAY_ANSWERS.invalidToken,
	keyUsedUp: GATEWAY_ANSWERS.keyUsedUp,
	databaseFailed: GATEWAY_ANSWERS.databaseFailed,
	noModelNamed: GATEWAY_ANSWERS.noModelNamed,
	firewall: { status: 403, headers: HTML_TYPE, body: FIREWALL_PAGE },
	notFound: { status: 404, body: errorBody(withRequestId('task not found')) },
	taskNotExist: GATEWAY_ANSWERS.taskNotExist,
	moved: { status: 302, headers: { location: '/login' }, body: '' },
	timeout: GATEWAY_ANSWERS.requestTimeout,
	conflict: { status: 409, body: errorBody('conflict') },
	tooEarly: { status: 425, body: '' },
	tooMany: GATEWAY_ANSWERS.tooManyFromAddress,
	broken: { status: 500, body: errorBody(withRequestId('get_task_failed'), 'get_task_failed') },
	gaveUp: GATEWAY_ANSWERS.proxyGaveUp,
	consolePage: GATEWAY_ANSWERS.consolePage,
	text: { status: 200, body: 'OK' },
	nothing: { status: 200, body: '' },
	noAnswer: 'drop',
	cut: 'cut',
	anotherTask: { changed: aboutAnother },
} satisfies Record<string, Fault>;

export type OddQueryName = keyof typeof ODD_QUERY_ANSWERS;

/** The answer about another task, which failed. */
function aboutAnother(answer: unknown): unknown {
	const { data } = isObject(answer) ? answer : {};
	const task = {
		...(isObject(data) ? data : {}),
		task_id: 'asyntask_of_another',
		status: 'FAILURE',
	};
	return { code: 'success', message: '', data: { ...task, fail_reason: 'Not your business' } };
}
