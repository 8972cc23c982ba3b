import type { IDataObject } from 'n8n-workflow';

import { cut, idOf, isObject, nonBlank } from '../json';
import { type Answer, idUnder, isSameId, layersOf, Unproven } from './answer';
import { errorIn } from './apiError';

/** A thing of the API: a group or an asset. Fields nobody documented are kept. */
export interface Entity extends IDataObject {
	Id: string;
}

/**
 * The fields of an answer as an item may have them: with `error` n8n takes an item for an error, or runs the node again
 * (Retry On Fail). It is handed on as `Error`, if it says something.
 */
export function forItem({ error, ...fields }: IDataObject): IDataObject {
	return errorIn({ error }) ? { Error: error, ...fields } : fields;
}

/** The thing in a value, if it has an `Id`, which may be a number. */
export function entityIn(value: unknown): Entity | undefined {
	if (!isObject(value)) return undefined;
	const Id = idUnder(value, ['Id']);
	return Id === undefined ? undefined : { ...forItem(value), Id };
}

/** Reads the thing that was asked for by its `Id`. */
export function readThing(answer: Answer, asked: IDataObject): Entity | Unproven {
	const layer = layersOf(answer.body).find((body) => idUnder(body, ['Id']) !== undefined);
	const thing = entityIn(layer);
	if (!layer || !thing) return new Unproven('there is no Id in it');
	const Id = idOf(asked.Id);
	if (Id !== undefined && !isSameId(Id, thing.Id)) return isOther(Id, thing.Id);
	const isWrapped = layer !== answer.body;
	if (isWrapped && errorIn(layer) && !isOwnError(layer))
		return new Unproven('there is an error in it');
	return thing;
}

/** Whether an error in a thing is its own: the reason why it failed, or an `Error` beside its status. */
export function isOwnError(body: IDataObject): boolean {
	if (/^fail/i.test(String(body.Status))) return true;
	return nonBlank(body.Status) !== undefined && !errorIn({ ...body, Error: undefined });
}

/**
 * Reads the ID of what was created. Any ID proves that it was, so all the forms in which gateways give one are known.
 *
 * @param names what the ID may be called
 */
export const readNew =
	(names: readonly string[]) =>
	({ body }: Answer): Entity | Unproven => {
		const layers = layersOf(body);
		for (const layer of layers) {
			const Id = idUnder(layer, names);
			if (Id !== undefined) return entityIn({ ...layer, Id }) ?? { Id };
		}
		const Id = layers.flatMap(({ data, Result }) => [data, Result]).find(looksLikeId);
		return Id === undefined ? new Unproven('there is no Id in it') : { Id };
	};

/** A text that is nothing but an ID, as some gateways give it in place of an object. */
export const looksLikeId = (value: unknown): value is string =>
	typeof value === 'string' &&
	/^(?=.*\d)[\w.:-]{4,100}$|^(asyntask_|cgt-|asset-|group-)[\w.:-]{1,100}$/i.test(value);

/** Reads the answer to a deletion: `Deleted: true` by the vendor, `{}` upstream, `{ Id }` or nothing, as clients met it. */
export function readDeletion(answer: Answer, asked: IDataObject): Entity | Unproven {
	const denied = layersOf(answer.body).find(
		({ Deleted }) => Deleted !== undefined && !isTrue(Deleted),
	);
	if (denied) return new Unproven(`it says Deleted: ${cut(String(denied.Deleted))}`);
	const isSaid = layersOf(answer.body).some(({ Deleted }) => isTrue(Deleted));
	const done = readChange(answer, asked, isSaid);
	return done instanceof Unproven ? done : { Id: done.Id, deleted: true };
}

/** Reads the answer to a change of the thing with the `Id` that was sent. @param isProven by something else than its ID */
export function readChange(
	answer: Answer,
	asked: IDataObject,
	isProven = false,
): Entity | Unproven {
	const Id = idOf(asked.Id) ?? '';
	const layers = layersOf(answer.body);
	const named = layers.find((body) => idUnder(body, ['Id']) !== undefined);
	if (named && !isSameId(Id, named.Id)) return isOther(Id, String(named.Id));
	const isEmpty =
		answer.form === 'nothing' || (answer.form === 'object' && layers.every(saysNothing));
	if (!named && !isEmpty && !isProven) return new Unproven('it does not say that it was done');
	return { ...forItem(named ?? {}), Id };
}

const isOther = (asked: string, came: string) =>
	new Unproven(`${asked} was asked for, and ${cut(came)} came`, true);

const isTrue = (value: unknown) => /^true$/i.test(String(value));

/** Fields around what an answer is about. */
const ENVELOPE =
	/^(ResponseMetadata|error|Error|errors|Result|data|code|Code|message|msg|success|ok|status|request_id|RequestId)$/;

/** Values of these that say no more than that all is well. */
const WELL = /^(|0|200|true|ok|success|succeed|succeeded|null|undefined|\[object Object\])$/i;

/** Whether there is nothing in a body but that all is well. */
function saysNothing(body: IDataObject): boolean {
	return Object.entries(body).every(
		([name, value]) =>
			ENVELOPE.test(name) && (/(metadata|request_?id)$/i.test(name) || WELL.test(String(value))),
	);
}
