import { AnyfastError, CanceledError, isKind } from '../../../shared/AnyfastError';
import type { Entity } from '../../../shared/api/assets';
import type { Run } from '../../../shared/operation';
import { pollUntil } from '../../../shared/pollUntil';
import { settle } from '../../../shared/settle';

/** What is to be there once, however often it is asked for. */
interface Wanted<E extends Entity> {
	/** Tells it from everything else that the run creates. */
	key: string;
	/** As in `group "Cats"`. */
	what: string;
	/** Gives what is there already, the one to use first. */
	find: () => Promise<E[]>;
	create: () => Promise<E>;
}

/** What is there now. */
export interface Present<E extends Entity> {
	entity: E;
	/** Whether this item created it. */
	isNew: boolean;
}

/** How long something that may have been created is looked for, in milliseconds. */
const LOOK_AGAIN = { firstMs: 1000, pauseMs: 2000, longestPauseMs: 5000, timeoutMs: 30_000 };

/**
 * Uses what is there, else creates it. If the answer to the creation is lost, it looks again for half a minute: before,
 * nothing was there, so what has appeared is what was created. Items of one run that want the same share one creation.
 *
 * Two runs at the same moment may still both create, and so may a run that begins before what the last one created is in
 * the API's lists, unless the service refuses a second thing of the same name.
 *
 * @throws AnyfastError what `find` and `create` throw; after a doubt, that running it again is safe
 */
export async function createOnce<E extends Entity>(
	run: Run,
	wanted: Wanted<E>,
): Promise<Present<E>> {
	const isFirst = run.isFirst(wanted.key);
	const present = await run.once(wanted.key, async () => await findOrCreate(run, wanted));
	return isFirst ? present : { ...present, isNew: false };
}

async function findOrCreate<E extends Entity>(
	{ api }: Run,
	{ find, create, what }: Wanted<E>,
): Promise<Present<E>> {
	const [known] = await find();
	if (known) return { entity: known, isNew: false };
	const created = await settle(create());
	if (created.ok) return { entity: created.value, isNew: true };

	const { cause } = created;
	const { isDoubt, mayExist } = judge(cause);
	if (!mayExist) throw cause;
	const look = async () => (await find())[0];
	const found = isDoubt ? await pollUntil(look, api.clock, LOOK_AGAIN) : await look();
	if (found) return { entity: found, isNew: isDoubt };
	throw isDoubt ? notFoundAfter(cause, what) : cause;
}

/** A service that refuses a second asset of the same name says that it does not find the group (field report). */
function judge(cause: unknown): { isDoubt: boolean; mayExist: boolean } {
	if (!(cause instanceof AnyfastError) || cause instanceof CanceledError) {
		return { isDoubt: false, mayExist: false };
	}
	const isDoubt = cause.details.done === 'maybe';
	return { isDoubt, mayExist: isDoubt || isKind(cause, 'group not found') };
}

function notFoundAfter(cause: unknown, what: string): unknown {
	if (!(cause instanceof AnyfastError)) return cause;
	return cause.with({
		description: `The node looked for it for half a minute, and found no ${what}. Running this again is safe: if it has appeared by then, it is used.`,
	});
}
