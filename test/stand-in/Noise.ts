import { GATEWAY_ANSWERS, type GatewayAnswerName } from './answers/gateway';
import { type Answer, wordedIn } from './answers/ReadyAnswer';
import type { Language } from './language';

/** Refusals at random, whatever a client does. */
export interface NoiseOptions {
	/** Which part of all requests meets one: 0.05 is 5 %. */
	share: number;
	/** The answers, each as likely as the others. A plain 429 unless given. */
	answers?: Array<GatewayAnswerName | Answer>;
	/** Which requests may meet one, by action; all unless given. */
	actions?: string[];
}

/** Decides which requests meet one: the same ones for the same seed, if the requests come in the same order. */
export class Noise {
	private readonly random: () => number;

	constructor(
		private readonly options: NoiseOptions,
		seed: number,
	) {
		this.random = randomFrom(seed);
	}

	/** What the next request meets, if anything. */
	next(action: string, language: Language): Answer | undefined {
		const { share, answers = [{ status: 429 }], actions } = this.options;
		if (actions && !actions.includes(action)) return undefined;
		if (this.random() >= share) return undefined;
		const answer = answers[Math.floor(this.random() * answers.length)];
		return typeof answer === 'string' ? wordedIn(language, GATEWAY_ANSWERS[answer]) : answer;
	}
}

/** Numbers from 0 to below 1 that look random: mulberry32, by Tommy Ettinger (public domain). */
function randomFrom(seed: number): () => number {
	let state = seed;
	return () => {
		state = (state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
	};
}
