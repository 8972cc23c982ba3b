import { AnyfastError, hasRunEnded, isKind } from './AnyfastError';
import type { AnyfastApi } from './api/AnyfastApi';
import type { Kind } from './kinds';

/**
 * A wait ends once the same problem has lasted so long, in milliseconds. What worked a moment ago may fail for a while: a
 * gateway restarts, its database fails, a firewall shows a page of its own.
 */
export const PATIENCE_MS = 60_000;

/** Problems that may pass, whether or not something went well before. */
const PASSING: Kind[] = [
	'busy',
	'unavailable',
	'incomplete',
	'unexpected',
	'lost',
	'timeout',
	'unreachable',
	'unknown host',
	'unknown',
	'no link',
];

/** What is wrong while something is waited for. */
export class Trouble {
	/** What the last question met; undefined if it went well. */
	problem?: AnyfastError;

	private since = 0;

	private wentWell = false;

	constructor(private readonly api: Pick<AnyfastApi, 'clock' | 'hasAnswered'>) {}

	/** To be called if a question went well. */
	end(): void {
		this.problem = undefined;
		this.wentWell = true;
	}

	/**
	 * To be called if a question met a problem.
	 *
	 * @param patienceMs how long it may last, if that is another time than usual
	 * @throws the problem once it has lasted too long; at once if nothing went well before and it does not pass, or the run
	 *   has ended
	 */
	meet(cause: unknown, patienceMs?: number): undefined {
		if (!(cause instanceof AnyfastError) || hasRunEnded(cause)) throw cause;
		const now = this.api.clock.now();
		if (cause.details.kind !== this.problem?.details.kind) this.since = now;
		this.problem = cause;
		if (now - this.since >= (patienceMs ?? this.patienceWith(cause))) throw cause;
	}

	private patienceWith(problem: AnyfastError): number {
		const mayPass = this.wentWell || this.api.hasAnswered || isKind(problem, ...PASSING);
		return mayPass ? PATIENCE_MS : 0;
	}
}

/** What to say of a problem at the end of a wait. */
export const lastCheckFailed = ({ message, details }: AnyfastError, advice = ''): string =>
	`The last status check failed: ${message}. ${advice}${details.description ?? ''}`.trimEnd();
