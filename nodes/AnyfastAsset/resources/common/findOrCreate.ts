import { AnyfastError, hasRunEnded } from '../../../shared/AnyfastError';
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
	/** As in `group "Cats"`. */
	what: string;
	/** Gives what is there already, the one to use first. @param maxAgeMs how old what was read may be */
	find: (maxAgeMs?: number) => Promise<E[]>;
	create: () => Promise<E>;
}

/** What is there in the end. */
export interface Match<E extends Entity> {
	entity: E;
	/** Whether this item created it. */
	isNew: boolean;
	/** Whether it was there before the run. */
	isOld: boolean;
}

/** How long something that may have been created is looked for, in milliseconds. */
const LOOK_AGAIN = { firstMs: 1000, pauseMs: 2000, longestPauseMs: 5000, timeoutMs: 30_000 };

/**
 * Uses what is there, else creates it. If the answer to the creation is lost, it looks again for half a minute: before,
 * nothing was there, so what has appeared is what was created. Items of one run that want the same share one creation.
 *
 * Two runs at the same moment may still both create, unless the service refuses a second thing of the same name.
 *
 * @throws AnyfastError what `find` and `create` throw; after a doubt, that running it again is safe
 */
export async function findOrCreate<E extends Entity>(
	run: Run,
	creation: Creation<E>,
): Promise<Match<E>> {
	const isFirst = run.isFirst(creation.key);
	const match = await run.once(creation.key, async () => await matchOf(run, creation));
	return isFirst ? match : { ...match, isNew: false };
}

async function matchOf<E extends Entity>(run: Run, creation: Creation<E>): Promise<Match<E>> {
	const { find, create } = creation;
	const [known] = await find(TOGETHER_MS);
	if (known) return { entity: known, isNew: false, isOld: true };
	const created = await settle(create());
	if (created.ok) return { entity: created.value, isNew: true, isOld: false };
	return await matchAfter(created.cause, run, creation);
}

/**
 * What there is after a creation that failed.
 *
 * @throws the failure, if there is nothing
 */
async function matchAfter<E extends Entity>(
	cause: unknown,
	{ api }: Run,
	{ find, what }: Creation<E>,
): Promise<Match<E>> {
	if (!(cause instanceof AnyfastError) || hasRunEnded(cause)) throw cause;
	const isDoubt = cause.details.done === 'maybe';
	if (!isDoubt && !isNameTaken(cause)) throw cause;
	const look = async () => (await find())[0];
	const entity = isDoubt ? await pollUntil(look, api.clock, LOOK_AGAIN) : await look();
	if (entity) return { entity, isNew: isDoubt, isOld: !isDoubt };
	if (!isDoubt) throw cause;
	throw cause.with({
		description: `The node looked for it for half a minute, and found no ${what}. Running this again is safe: if it has appeared by then, it is used.`,
	});
}
