import type { Fault } from './faults';
import type { Received } from './recording';

/** The requests that a fault is meant for; an empty target means any request. */
export interface FaultTarget {
	/** As `ListAssets`. */
	action?: string;
	/**
	 * Whether it is meant for this request, by what it says, such as the ID in its body. Also asked before a body was read:
	 * the body is then undefined, and a fault with `beforeBody` happens only if the answer is yes without it.
	 */
	matches?: (request: Received) => boolean;
}

/** The faults to come, each used up by one request that it is meant for. */
export class FaultPlan {
	private rules: Array<{ target: FaultTarget; faults: Fault[] }> = [];

	/** How many faults no request has met yet. */
	get left(): number {
		return this.rules.reduce((sum, { faults }) => sum + faults.length, 0);
	}

	/** The next requests that fit the target meet these faults, one each. */
	add(target: FaultTarget, ...faults: Fault[]): void {
		this.rules.push({ target, faults: [...faults] });
	}

	/** The fault that is next for a request; of several targets that it fits, the one that was named first counts. */
	peek(request: Received): Fault | undefined {
		return this.ruleFor(request)?.faults[0];
	}

	/** The same, and uses it up. */
	take(request: Received): Fault | undefined {
		return this.ruleFor(request)?.faults.shift();
	}

	private ruleFor(request: Received) {
		return this.rules.find(
			({ target: { action, matches }, faults }) =>
				faults.length > 0 &&
				(action === undefined || action === request.action) &&
				(matches === undefined || matches(request)),
		);
	}
}
