import type { IDataObject } from 'n8n-workflow';

import type { AnyfastError } from '../AnyfastError';
import { NOTHING, Unproven } from './answer';
import type { Endpoint } from './endpoint';
import type { Failure } from './failure';

/** What the tries of one call may have changed, because their answers did not tell. */
export class Doubt<T> {
	/** The last try after which nobody knew. */
	private last?: Failure;

	/** @param asked the fields that were sent */
	constructor(
		private readonly endpoint: Endpoint<T>,
		private readonly asked: IDataObject,
	) {}

	/** Takes note of a failed try. @returns whether it may have changed something */
	add(failure: Failure): boolean {
		if (failure.done !== 'maybe' || !this.endpoint.change) return false;
		this.last = failure;
		return true;
	}

	/** What a lost try did, if a later one that fails in this way proves that it did. */
	provenBy({ kind }: Failure): T | undefined {
		const { endpoint, asked, last } = this;
		if (!last || isDenial(last) || kind !== endpoint.change?.provenBy) return undefined;
		const value = endpoint.read(NOTHING, asked);
		return value instanceof Unproven ? undefined : value;
	}

	/** The error, saying also what may be the case at Anyfast, and of which ID. */
	saidIn(error: AnyfastError): AnyfastError {
		const { change } = this.endpoint;
		if (!this.last || !change) return error;
		const { shownId } = this.last;
		const shown = shownId === undefined ? '' : `; the answer holds: ${shownId}`;
		return error.with({
			message: `${error.message}; ${change.doubt}${shown}`,
			description: `${change.check} ${error.details.description ?? ''}`.trim(),
			done: 'maybe',
		});
	}
}

/** Whether an answer came that says something else than was asked for, which no later "not found" can turn round. */
const isDenial = ({ kind }: Failure): boolean => kind === 'unexpected' || kind === 'another thing';
