import { AnyfastError } from '../../../../nodes/shared/AnyfastError';
import type { Draw } from './draws';
import { FakeSite, PLANTED, type Reply } from './FakeSite';

/** Statuses by which nothing was done, unless code or text speak of a lost upstream. */
const SURE = [400, 401, 402, 403, 404, 405, 410, 413, 414, 415, 422, 429];

/** What came of a call. */
export interface Outcome {
	requests: number;
	value?: unknown;
	error?: unknown;
}

const reply = (status: number, body: object): Reply => ({
	status,
	headers: { 'content-type': 'application/json' },
	bytes: Buffer.from(JSON.stringify(body)),
});

const GONE = (code: string): Reply => reply(404, { error: { message: 'It is not there', code } });

/** Makes a call that is given this answer, perhaps after a proper one, and with another to follow. */
export async function outcomeOf({ call, reply: given, hasAnswered, then }: Draw): Promise<Outcome> {
	const proven = reply(200, call.proven);
	const next = {
		none: [],
		proven: [proven],
		gone: [GONE(call.name.includes('Group') ? 'NotFound.group_id' : 'NotFound.asset_id')],
	}[then];
	const site = new FakeSite([...(hasAnswered ? [proven] : []), given, ...next]);
	const api = await site.open(then === 'none' ? 0 : 1);
	if (hasAnswered) await call.make(api);
	const before = site.requests;
	try {
		const value = await call.make(api);
		return { requests: site.requests - before, value };
	} catch (error) {
		return { requests: site.requests - before, error };
	}
}

/**
 * Holds an outcome against what the answer was made of.
 *
 * @returns what is wrong with it, if anything
 */
export function faultIn(draw: Draw, outcome: Outcome): string | undefined {
	const { error } = outcome;
	if (error !== undefined && !(error instanceof AnyfastError)) {
		return `threw ${String(error)}`;
	}
	if (textOf(outcome).includes(PLANTED) && error !== undefined)
		return 'the key stands in the error';
	return draw.call.does === 'creates' ? ofCreation(draw, outcome) : ofOthers(draw, outcome);
}

/** An ID is proof under any status, and beside any error. */
function ofCreation(draw: Draw, outcome: Outcome): string | undefined {
	const { requests, error } = outcome;
	const isDone = error === undefined && requests === 1;
	const hasIds = draw.ids.every((id) => textOf(outcome).includes(id));
	if (draw.proof !== 'none') {
		if (requests > 1) return 'proven, and sent again';
		if (!hasIds) return 'proven, and its ID is lost';
		return draw.proof === 'shown' || isDone ? undefined : 'proven, and not reported as done';
	}
	if (isDone) return 'not proven, and reported as done';
	if (isRefusal(draw)) return undefined;
	if (requests > 1) return 'in doubt, and sent again';
	return doneOf(error) === 'no' ? 'in doubt, and reported as not done' : undefined;
}

/** An answer of success is proof, without an error in it. */
function ofOthers(draw: Draw, outcome: Outcome): string | undefined {
	const { call, proof, error: fault, reply, ids } = draw;
	if (draw.mayBeOwn) return undefined;
	const { requests, error } = outcome;
	const isProven = proof === 'named' && isSuccess(reply) && fault === 'empty';
	if (isProven) {
		if (requests > 1) return 'proven, and sent again';
		if (error !== undefined) return 'proven, and not reported as done';
		const text = textOf(outcome).toLowerCase();
		return ids.every((id) => text.includes(id.toLowerCase())) ? undefined : 'proven, and lost';
	}
	if (error === undefined)
		return isSecondProof(draw, requests) ? undefined : 'not proven, and reported as done';
	if (isRefusal(draw)) return undefined;
	if (call.does === 'changes' && doneOf(error) === 'no')
		return 'in doubt, and reported as not done';
	const wasToldSo = draw.then === 'gone' && requests > 1;
	return saysNotThere(error) && !wasToldSo ? 'in doubt, and reported as not there' : undefined;
}

/** Whether a second answer proved it: that a thing is gone proves its deletion only if the first answer was lost. */
function isSecondProof(draw: Draw, requests: number): boolean {
	const { call, then, error, isPart, reply } = draw;
	if (requests < 2 || then === 'none') return false;
	const didNothing = error !== 'lost' && SURE.includes(reply.status);
	const wasSaid = error !== 'lost' && !isPart && reply.bytes.length > 0 && isSuccess(reply);
	return then === 'proven' || (call.does === 'changes' && !didNothing && !wasSaid);
}

const isSuccess = ({ status }: Reply): boolean => status >= 200 && status < 300;

/** Whether the facts say that nothing was done. */
function isRefusal({ error, reply, isWebPage, hasAnswered }: Draw): boolean {
	const { status } = reply;
	if (error === 'lost') return false;
	if (error === 'refusal' || SURE.includes(status)) return true;
	// The console's page, at an address that the site does not serve.
	return isWebPage && !hasAnswered && (isSuccess(reply) || status === 404);
}

const doneOf = (error: unknown) =>
	error instanceof AnyfastError ? (error.details.done ?? 'no') : undefined;

const saysNotThere = (error: unknown): boolean =>
	error instanceof AnyfastError && /not (found|served)/.test(error.details.kind ?? '');

function textOf({ value, error }: Outcome): string {
	if (!(error instanceof AnyfastError)) return JSON.stringify(value) ?? '';
	return `${error.message} ${error.details.description ?? ''}`;
}
