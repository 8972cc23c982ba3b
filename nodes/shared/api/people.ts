import type { Endpoint } from './endpoint';

/*
 * Verifying real people, so that their pictures may be used (vendor's guide on real people, and field report).
 */

/** How long a session can be asked for its result, in milliseconds (upstream). */
export const SESSION_MS = 30 * 60_000;

const action = (name: string): Endpoint => ({
	name,
	method: 'POST',
	path: `/volc/asset/${name}`,
	timeoutMs: 60_000,
	isOptional: true,
});

/** `CallbackURL` → `BytedToken`, `CallbackURL`, `H5Link`; the live API insists on the `CallbackURL`. */
export const createVisualValidateSession = action('CreateVisualValidateSession');

/** `BytedToken` → `GroupId`, empty (or an error, `ValidateNotReady`) until the person has passed. */
export const getVisualValidateResult = action('GetVisualValidateResult');
