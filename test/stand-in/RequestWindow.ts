import type { GatewayAnswerName } from './answers/gateway';

export interface WindowOptions {
	/** So many requests are taken in any time of this length, in milliseconds. */
	requests: number;
	ms: number;
	/** Whether those that were refused use it up as well, so that only waiting helps. Yes, unless given. */
	countsRefused?: boolean;
	/** What the others are answered: the text that names the window, unless given; it has no Retry-After. */
	answer?: GatewayAnswerName;
}

/** A limit of requests for a time of minutes, as the gateway's family has it. */
export class RequestWindow {
	private times: number[] = [];

	constructor(
		private readonly options: WindowOptions,
		private readonly now: () => number,
	) {}

	get answer(): GatewayAnswerName {
		return this.options.answer ?? 'tooManyInAll';
	}

	/** Counts a request. @returns whether it is taken */
	admits(): boolean {
		const { requests, ms, countsRefused = true } = this.options;
		const now = this.now();
		this.times = this.times.filter((time) => time > now - ms);
		const isTaken = this.times.length < requests;
		if (isTaken || countsRefused) this.times.push(now);
		return isTaken;
	}
}
