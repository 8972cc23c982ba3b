import { AnyfastError, asAnyfastError, hasRunEnded, isKind } from '../../../shared/AnyfastError';
import type { Entity } from '../../../shared/api/assets';
import type { Run } from '../../../shared/operation';
import { pollUntil } from '../../../shared/pollUntil';
import { settle } from '../../../shared/settle';
import { TOGETHER_MS } from './findByName';
import { isNameTaken } from './names';

/** How to find something, or else to create it, so that it is there once however often it is asked for. */
interface Creation<E extends Entity> {
	/** Tells it from everything else that the run creates. */
	key: string;
	/** What it is created from, if that may differ among those who create it. */
	source?: string;
	/** As in `group "Cats"`. */
	what: string;
	/** Gives what is there of its name, the one to use first. @param maxAgeMs how old what was read may be */
	find: (maxAgeMs?: number) => Promise<E[]>;
	/** Whether what is there is to be used, if not always. */
	fits?: (entity: E) => boolean;
	/** @param others what is there of its name, and does not fit */
	create: (others: E[]) => Promise<E>;
}

/** What is there in the end. */
export interface Match<E extends Entity> {
	entity: E;
	/** Whether this item created it. */
	isNew: boolean;
	/** Whether it was there before the run. */
	isOld: boolean;
	/** Whether the item that created or found it has another source. */
	isOfOther: boolean;
}

/** What came of looking for something, and creating it if it was not there. */
interface Attempt<E extends Entity> {
	source?: string;
	match?: Omit<Match<E>, 'isOfOther'>;
	/** Why it was certainly not created, if there is no match. */
	refusal?: unknown;
}

/** How long something that may have been created is looked for, in milliseconds. */
const LOOK_AGAIN = { firstMs: 1000, pauseMs: 2000, longestPauseMs: 5000, timeoutMs: 30_000 };

/**
 * Uses what is there, else creates it. If the answer to the creation is lost, it looks again for half a minute: before,
 * nothing was there, so what has appeared is what was created. Items of one run that want the same share one creation; if
 * that is refused, those with another source try theirs, one after another.
 *
 * Two runs at the same moment may still both create, unless the service refuses a second thing of the same name.
 *
 * @throws AnyfastError what `find` and `create` throw; after a doubt, that running it again is safe
 */
export async function findOrCreate<E extends Entity>(
	run: Run,
	creation: Creation<E>,
): Promise<Match<E>> {
	for (let number = 1; ; number++) {
		const key = `${creation.key}, attempt ${number}`;
		const isOwn = run.isFirst(key);
		const attempt = await run.once(key, async () => await attemptOf(run, creation));
		const isOfOther = creation.source !== attempt.source;
		const { match } = attempt;
		if (match) return { ...match, isNew: isOwn && match.isNew, isOfOther };
		if (isOwn || !isOfOther) throw attempt.refusal;
	}
}

async function attemptOf<E extends Entity>(run: Run, creation: Creation<E>): Promise<Attempt<E>> {
	const { source, find, fits = () => true, create } = creation;
	const found = await find(TOGETHER_MS);
	const known = found.find(fits);
	if (known) return { source, match: { entity: known, isNew: false, isOld: true } };
	const created = await settle(create(found));
	if (created.ok) return { source, match: { entity: created.value, isNew: true, isOld: false } };
	const { cause } = created;
	if (!(cause instanceof AnyfastError) || hasRunEnded(cause)) throw cause;
	const { done } = cause.details;
	if (done === 'maybe') return { source, match: await matchAfterDoubt(cause, run, creation) };
	if (done !== 'no') throw cause;
	const taken = isNameTaken(cause) ? (await find()).find(fits) : undefined;
	return { source, match: taken && { entity: taken, isNew: false, isOld: true }, refusal: cause };
}

/**
 * What has appeared after a creation of which nobody knows whether it was done.
 *
 * @throws AnyfastError that it may have been done, also if the look for it failed, or the run ended meanwhile
 */
async function matchAfterDoubt<E extends Entity>(
	doubt: AnyfastError,
	{ api }: Run,
	{ find, fits = () => true, what }: Creation<E>,
): Promise<Attempt<E>['match']> {
	const look = async () => (await find()).find(fits);
	const looked = await settle(pollUntil(look, api.clock, LOOK_AGAIN));
	if (looked.ok && looked.value) return { entity: looked.value, isNew: true, isOld: false };
	const came = looked.ok
		? ` for half a minute, and found no ${what}`
		: `, and could not: ${asAnyfastError(looked.cause).message}`;
	const error = doubt.with({
		description: `The node looked for it${came}. Running this again is safe: if it has appeared by then, it is used.`,
	});
	if (looked.ok || !isKind(looked.cause, 'canceled')) throw error;
	throw error.with({ message: `${looked.cause.message}; ${doubt.message}`, kind: 'canceled' });
}
