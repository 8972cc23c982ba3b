import {
	type IDataObject,
	type IExecuteFunctions,
	type ILoadOptionsFunctions,
	type IPollFunctions,
	type JsonObject,
	NodeApiError,
	NodeOperationError,
	sleep,
} from 'n8n-workflow';

import { normalizeBaseUrl } from './baseUrl';
import { type Change, changes } from './changes';
import { failed, type Failure } from './failure';
import { type EncodedForm, encodeForm, Form, unreadableFile } from './multipart';
import { filledText } from '../json';
import { readLostRequest } from './noAnswer';
import { type Clock, Pace } from './Pace';
import { type HttpAnswer, readAnswer } from './answer';
import { type Outcome, pauseBefore, withRetries } from './retry';
import type { Action } from './assets';

const CREDENTIAL = 'anyfastApi';

/** A request without an answer is given up after this time, in milliseconds. */
const TIMEOUT_MS = 60_000;

/** The same where the API is busy with a file meanwhile; giving up too early leaves an asset nobody knows of. */
const FILE_TIMEOUT_MS = 300_000;

/** The slowest connection that a file is given time for on top, in bytes a millisecond: n8n's timeout is for all of it. */
const SLOWEST = 32;

/** Pauses are slept in slices, because `sleep` of n8n 1.x cannot be cut short when the execution is cancelled. */
const SLICE_MS = 250;

type Context = IExecuteFunctions | ILoadOptionsFunctions | IPollFunctions;

/** The one door to the Anyfast API. Make one for each run of a node. */
export class AnyfastApi {
	/** Its waits end early when the execution is cancelled; the next call then says so. */
	readonly clock: Clock = { now: () => Date.now(), wait: async (ms) => await this.pause(ms) };

	/** Shared by all requests of the run, so that what one learns about the rate holds for the others. */
	private readonly pace = new Pace(this.clock);

	private constructor(
		private readonly context: Context,
		private readonly baseUrl: string,
		private readonly apiKey: string,
		private readonly cancelSignal?: AbortSignal,
	) {}

	/**
	 * Opens the API with the node's credential.
	 *
	 * @throws NodeOperationError where the credential lacks a key, or its Base URL is not an http(s) address
	 */
	static async open(context: Context): Promise<AnyfastApi> {
		const credential = await context.getCredentials(CREDENTIAL);
		const apiKey = filledText(credential.apiKey);
		const baseUrl = normalizeBaseUrl(filledText(credential.baseUrl) ?? '');

		if (apiKey === undefined) {
			throw new NodeOperationError(context.getNode(), 'The Anyfast API credential has no API key', {
				description: 'Open the credential and fill in API Key.',
			});
		}
		if (baseUrl === undefined) {
			throw new NodeOperationError(context.getNode(), 'The Base URL is not a web address', {
				description:
					'The Base URL of the Anyfast API credential must start with https:// or http:// and hold no "?" or "#", for example https://www.anyfast.com.cn.',
			});
		}
		const cancelSignal =
			'getExecutionCancelSignal' in context ? context.getExecutionCancelSignal() : undefined;
		return new AnyfastApi(context, baseUrl, apiKey, cancelSignal);
	}

	/**
	 * Calls an action; tries again where that may help, and where it can do no harm: see `changes`.
	 *
	 * @param body JSON, or a form with a file
	 * @param read takes what the caller needs from the result
	 * @throws NodeApiError saying what the API did and how often it was tried, without the key in it
	 * @throws NodeOperationError once the execution was cancelled
	 * @throws AdvisedError where the file of a form could not be read
	 */
	async call<T>(
		action: Action,
		body: IDataObject | Form,
		read: (result: IDataObject) => Outcome<T, Failure>,
	): Promise<T> {
		const change = changes[action];
		let inDoubt = false;
		const { outcome, tries } = await withRetries(async () => {
			this.stopIfCancelled(inDoubt ? change : undefined);
			const answer = await this.sendInTurn(action, body);
			const tried = answer.ok ? read(answer.value) : answer;
			if (tried.ok || !tried.failure.inDoubt) return tried;
			inDoubt = true;
			return change?.repeatable === false ? failed(tried.failure) : tried;
		}, this.clock.wait);
		if (outcome.ok) return outcome.value;

		throw this.error(outcome.failure, tries, inDoubt ? change : undefined);
	}

	private async sendInTurn(
		action: Action,
		body: IDataObject | Form,
	): Promise<Outcome<IDataObject, Failure>> {
		const turn = await this.pace.turn();
		const answer = await this.send(action, body);
		if (answer.ok || answer.failure.httpCode !== '429') this.pace.accepted();
		else this.pace.refused(turn, pauseBefore(1, answer.again?.afterMs));
		return answer;
	}

	private async send(
		action: Action,
		body: IDataObject | Form,
	): Promise<Outcome<IDataObject, Failure>> {
		this.stopIfCancelled();
		if (!(body instanceof Form)) return await this.post(action, body);

		const form = await open(body);
		try {
			const answer = await this.post(action, form.body, form);
			const fileError = form.fileError();
			if (fileError) throw unreadableFile(fileError);
			return answer;
		} finally {
			form.close();
		}
	}

	private async post(
		action: Action,
		body: object,
		form?: EncodedForm,
	): Promise<Outcome<IDataObject, Failure>> {
		const { origin } = new URL(this.baseUrl);
		try {
			const answer: HttpAnswer = await this.context.helpers.httpRequestWithAuthentication.call(
				this.context,
				CREDENTIAL,
				{
					method: 'POST',
					url: `${this.baseUrl}/volc/asset/${action}`,
					headers: { ...form?.headers },
					body,
					json: true,
					timeout: timeoutOf(action, form ? form.length : lengthOf(body)),
					abortSignal: this.cancelSignal,
					// The token must not travel to another host, and statuses and headers are read in readAnswer.
					disableFollowRedirect: true,
					ignoreHttpStatusErrors: true,
					returnFullResponse: true,
				},
			);
			return readAnswer(answer, origin, action);
		} catch (error) {
			const wasSent = form?.wasSent() ?? true;
			this.stopIfCancelled(wasSent ? changes[action] : undefined);
			return readLostRequest(error, origin, wasSent);
		}
	}

	private async pause(ms: number): Promise<void> {
		for (let left = ms; left > 0 && !this.cancelSignal?.aborted; left -= SLICE_MS) {
			await sleep(Math.min(left, SLICE_MS));
		}
	}

	/** @param doubtful what a request without an answer was to change */
	private stopIfCancelled(doubtful?: Change): void {
		if (!this.cancelSignal?.aborted) return;
		// By this spelling in the message n8n tells a cancelled execution from a failed one.
		const message = 'The execution was canceled';
		throw new NodeOperationError(
			this.context.getNode(),
			doubtful ? `${message}; ${doubtful.inDoubt}` : message,
			{ description: `${doubtful?.check ?? ''} No further request was sent to Anyfast.`.trim() },
		);
	}

	private error(failure: Failure, tries: number, doubtful?: Change): NodeApiError {
		const happened = tries > 1 ? `${failure.message}, tried ${tries} times` : failure.message;
		const message = doubtful ? `${happened}; ${doubtful.inDoubt}` : happened;
		const description = doubtful ? `${doubtful.check} ${failure.description}` : failure.description;
		return new NodeApiError(this.context.getNode(), {} satisfies JsonObject, {
			message: this.withoutKey(message),
			description: this.withoutKey(description),
			httpCode: failure.httpCode,
		});
	}

	/** An API that quotes the token must not carry it into logs and items. */
	private withoutKey(text: string): string {
		return text.replaceAll(this.apiKey, '***');
	}
}

async function open(form: Form): Promise<EncodedForm> {
	try {
		return await encodeForm(form);
	} catch (error) {
		throw unreadableFile(error);
	}
}

/** How long a request may take, in milliseconds. @param length of what is sent, in bytes */
function timeoutOf(action: Action, length: number): number {
	return action === 'CreateAsset' ? FILE_TIMEOUT_MS + length / SLOWEST : TIMEOUT_MS;
}

/** The length of the text in a body; what else there is is short. */
function lengthOf(body: object): number {
	return Object.values(body).reduce(
		(sum: number, value: unknown) => sum + (typeof value === 'string' ? value.length : 0),
		0,
	);
}
