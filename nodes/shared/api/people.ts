import type { IDataObject } from 'n8n-workflow';

import { nonBlank } from '../json';
import { type Answer, layersOf, Unproven } from './answer';
import type { Endpoint } from './endpoint';
import { forItem } from './entity';

/*
 * Verifying real people, so that their pictures may be used (vendor's guide on real people, and field report).
 */

/** How long a session can be asked for its result, in milliseconds (upstream). */
export const SESSION_MS = 30 * 60_000;

const action = (name: string, read: Endpoint<IDataObject>['read']): Endpoint<IDataObject> => ({
	name,
	method: 'POST',
	path: `/volc/asset/${name}`,
	timeoutMs: 60_000,
	isOptional: true,
	read,
});

/** `CallbackURL` → `BytedToken`, `CallbackURL`, `H5Link`; the live API insists on the `CallbackURL`. */
export const createVisualValidateSession = action('CreateVisualValidateSession', readSession);

/** `BytedToken` → `GroupId`, empty (or an error, `ValidateNotReady`) until the person has passed. */
export const getVisualValidateResult = action('GetVisualValidateResult', readResult);

function readSession({ body }: Answer): IDataObject | Unproven {
	const session = layersOf(body).find(({ H5Link }) => nonBlank(H5Link) !== undefined);
	if (!session) return new Unproven('there is no H5Link in it');
	if (nonBlank(session.BytedToken) !== undefined) return forItem(session);
	return new Unproven('there is no BytedToken in it');
}

/** Gateways leave out empty fields, so an object without the group is a result that is not there yet. */
function readResult({ body, form }: Answer): IDataObject | Unproven {
	if (form !== 'object') return new Unproven('there is no result in it');
	const layers = layersOf(body);
	const result = layers.find(({ GroupId }) => nonBlank(GroupId) !== undefined);
	return forItem(result ?? layers.at(-1) ?? {});
}
