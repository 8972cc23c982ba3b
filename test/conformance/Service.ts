import { sleep } from 'n8n-workflow';

import { isObject } from '../stand-in/json';
import { Mask } from './Mask';

/** An answer of the service: JSON, or else the text as it came. */
export interface Answer {
	status: number;
	body: unknown;
	/** As `POST /volc/asset/ListAssets`. */
	call: string;
}

/** A call as it is written into the file: without the key, the account and signatures. */
export interface RecordedCall {
	call: string;
	request?: unknown;
	/** 0 if no answer came. */
	status: number;
	headers: Record<string, string>;
	answer: unknown;
	tookMs: number;
}

/** What a call is made of besides its address. */
interface Request {
	method: string;
	body?: object;
	key?: string;
}

export interface ServiceOptions {
	/** As `https://www.anyfast.com.cn`. */
	baseUrl: string;
	apiKey: string;
	/** Waits so many milliseconds. A stand-in needs no time, so its tests wait for nothing. */
	pause?: (ms: number) => Promise<void>;
}

/** The longest wait for one answer: a submit for a video is relayed, files and all (field report). */
const TIMEOUT_MS = 300_000;

/** How often a call that was refused as one too many is sent again. */
const TRIES_PER_CALL = 4;

/** The headers that tell something of the service and nothing of the account. */
const HEADERS = ['content-type', 'retry-after', 'location'];

/** The service itself, asked without the nodes in between. Every call and its answer is kept. */
export class Service {
	/** All answers, in their order, as they came. */
	readonly answers: Answer[] = [];

	/** All calls, in their order, as they may be shown to others. */
	readonly recorded: RecordedCall[] = [];

	/** Set when the person at the keyboard wants it to end; no wait goes on then. */
	interrupted = false;

	readonly mask: Mask;

	private readonly baseUrl: string;

	constructor(private readonly options: ServiceOptions) {
		this.baseUrl = options.baseUrl.trim().replace(/\/+$/, '');
		this.mask = new Mask(options.apiKey);
	}

	/** Calls an action of the asset API. */
	async ask(action: string, body: object, key?: string): Promise<Answer> {
		return await this.send(`/volc/asset/${action}`, { method: 'POST', body, key });
	}

	/** Calls another address of the service. */
	async get(path: string): Promise<Answer> {
		return await this.send(path, { method: 'GET' });
	}

	/** The same, with JSON. */
	async post(path: string, body: object): Promise<Answer> {
		return await this.send(path, { method: 'POST', body });
	}

	/**
	 * Asks until an answer will do, with a pause after each that will not. Gives all of them, the one that did last; or up
	 * to `tries` of them, none of which did.
	 */
	async until(
		ask: () => Promise<Answer>,
		willDo: (answer: Answer) => boolean,
		{ tries, everyMs }: { tries: number; everyMs: number },
	): Promise<Answer[]> {
		const answers: Answer[] = [];
		while (answers.length < tries && !this.interrupted) {
			if (answers.length > 0) await this.pause(everyMs);
			const answer = await ask();
			answers.push(answer);
			if (willDo(answer)) break;
		}
		return answers;
	}

	private async send(path: string, request: Request): Promise<Answer> {
		for (let tried = 1; ; tried++) {
			const { answer, retryAfterMs } = await this.sendOnce(path, request);
			if (answer.status !== 429 || tried === TRIES_PER_CALL) {
				this.answers.push(answer);
				return answer;
			}
			await this.pause(retryAfterMs);
		}
	}

	private async sendOnce(path: string, { method, body, key = this.options.apiKey }: Request) {
		const call = `${method} ${path}`;
		const began = Date.now();
		const record = (status: number, answer: unknown, headers = new Headers()) =>
			this.recorded.push({
				call,
				request: body && this.mask.value(body instanceof FormData ? describeForm(body) : body),
				status,
				headers: shownHeaders(headers, this.mask),
				answer: this.mask.value(answer),
				tookMs: Date.now() - began,
			});
		const received = await exchange(`${this.baseUrl}${path}`, {
			method,
			// A redirect would take the key to another host.
			redirect: 'manual',
			signal: AbortSignal.timeout(TIMEOUT_MS),
			...withBody(body, { authorization: `Bearer ${key}` }),
		});
		if ('reason' in received) {
			record(0, `No answer: ${received.reason}`);
			throw new Error(`${call}: no answer, ${received.reason}`);
		}
		const { status, headers, text } = received;
		const answer = { status, body: parsed(text), call };
		record(status, answer.body, headers);
		return { answer, retryAfterMs: (Number(headers.get('retry-after')) || 2) * 1000 };
	}

	private async pause(ms: number): Promise<void> {
		await (this.options.pause ?? sleep)(ms);
	}
}

/** What came back as a whole, or why nothing did. */
async function exchange(url: string, options: RequestInit) {
	try {
		const response = await fetch(url, options);
		const { status, headers } = response;
		return { status, headers, text: await response.text() };
	} catch (error) {
		return { reason: reasonOf(error) };
	}
}

/** Fetch itself sets the type of a form, as it has the form's boundary in it. */
function withBody(body: object | undefined, headers: Record<string, string>) {
	if (body === undefined) return { headers };
	if (body instanceof FormData) return { headers, body };
	return {
		headers: { ...headers, 'content-type': 'application/json' },
		body: JSON.stringify(body),
	};
}

function parsed(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return text;
	}
}

function shownHeaders(headers: Headers, mask: Mask): Record<string, string> {
	const shown = HEADERS.map((name) => [name, mask.text(headers.get(name) ?? '')]);
	return Object.fromEntries(shown.filter(([, value]) => value !== ''));
}

function describeForm(form: FormData): object {
	const fields = [...form].map(([name, value]) => [
		name,
		typeof value === 'string' ? value : `a file of ${value.size} bytes, ${value.name}`,
	]);
	return { form: Object.fromEntries(fields) };
}

/** Fetch says "fetch failed" alone; why it did is in the cause. */
function reasonOf(error: unknown): string {
	const { cause, message } = error instanceof Error ? error : new Error(String(error));
	const code = isObject(cause) ? (cause.code ?? cause.message) : undefined;
	return typeof code === 'string' ? `${message} (${code})` : message;
}
