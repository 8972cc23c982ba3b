import { AnyfastError } from '../AnyfastError';
import type { Answer, Unproven } from './answer';
import type { ApiError } from './apiError';
import type { CallKind } from '../kinds';
import type { Verdict } from './classify';
import type { Endpoint, Words } from './endpoint';
import type { NoAnswer } from '../transport/noAnswer';

/** Why a call failed: what it means, and how it is worded for the user. */
export interface Failure extends Verdict {
	message: string;
	/** What to do about it, and what the API said. */
	description: string;
	/** The answer that it was, unless none came. */
	answer?: Answer;
}

/** A call that failed, as far as the words of its failure are made of it. */
interface FailedCall {
	endpoint: Pick<Endpoint<unknown>, 'name' | 'words'>;
	/** Scheme and host of the site. */
	origin: string;
	/** Of what was sent, in bytes. */
	length: number;
	/** The ID that was asked for. */
	id?: string;
	answer?: Answer;
	noAnswer?: NoAnswer;
	/** Why the answer proves nothing. */
	unproven?: Unproven;
}

/** Words a failure for the user. */
export function failureOf(verdict: Verdict, call: FailedCall): Failure {
	const { answer, endpoint } = call;
	const [message, advice] = endpoint.words?.[verdict.kind] ?? WORDS[verdict.kind](call);
	return {
		...verdict,
		message,
		description: advice + whatTheApiSaid(verdict, message, answer),
		answer,
	};
}

/** The error that ends a call. @param tries how often it was tried */
export function errorOf(
	{ message, description, answer, done, kind }: Failure,
	tries: number,
): AnyfastError {
	return new AnyfastError(tries > 1 ? `${message}, tried ${tries} times` : message, {
		description,
		cause: 'api',
		httpCode: answer && String(answer.status),
		code: answer?.error?.code,
		requestId: answer?.requestId,
		done,
		kind,
	});
}

const MB = 1024 * 1024;

const TRY_LATER = 'Try again later.';

/** Why an asset that exists cannot be used in a video. */
export const UNUSABLE_ASSET =
	'There are three known causes: the asset became active less than a minute ago, it belongs to another API key or site, or the model cannot use assets of verified people (2.5 cannot, 2.0 can).';

const said = ({ answer }: FailedCall) =>
	answer?.error ? plain(answer.error) : `HTTP status ${answer?.status}`;

/** What the API said, without what the advice gives in brackets. */
function plain({ message, code = '' }: ApiError): string {
	const text = message
		.replace(/\s*\(request id: [^)]+\)/i, '')
		.replace(`[${code}]`, '')
		.replace(/^\s*upstream([_ ]asset)?[_ ]error:\s*/i, '')
		.trim();
	return text === '' ? message : text;
}

/** As in "There is no asset asset-…". */
const thereIsNo = (what: string, { id }: FailedCall) =>
	id === undefined ? `There is no such ${what}` : `There is no ${what} ${id}`;

/** ` (HTTP status …)`, if the status is one of an error. */
const failedStatus = ({ answer }: FailedCall) =>
	answer && answer.status >= 400 ? ` (HTTP status ${answer.status})` : '';

/** How each kind of failure is worded. */
const WORDS: Record<CallKind, (call: FailedCall) => Words> = {
	'key refused': ({ origin }) => [
		'Anyfast refused the API key',
		`Check the API Key in the Anyfast API credential, and its Site or Base URL: a key works only on the site where it was made, and ${origin} was asked.`,
	],
	forbidden: (call) => [
		`Anyfast refused access: ${said(call)}`,
		'Anyfast did not name the key as the reason. Check in the Anyfast console what this key may use, and whether a firewall or proxy between n8n and Anyfast blocks the request.',
	],
	'address refused': (call) => [
		`The API key does not allow the IP address of this n8n: ${said(call)}`,
		"The key has a list of addresses that may use it. In the Anyfast console, add the address of n8n's server to it.",
	],
	'account blocked': (call) => [
		`Anyfast does not let this account, or the group of its key, do this: ${said(call)}`,
		'Check the account and the group of the API key in the Anyfast console, or ask the support of Anyfast.',
	],
	'no credit': () => [
		'The Anyfast account or API key has no credit left',
		'Add credit, or raise the quota of the key, in the Anyfast console. The key itself is valid.',
	],
	'no model': () => [
		"The API key's group does not have this model",
		'In the Anyfast console, choose a group for the key that has the model, or set another Model. Some groups take images only.',
	],
	'not for this key': () => [
		'This API key cannot use groups of verified people',
		'In the Anyfast console, create a key whose group is Byteplus-Direct, and use it in the credential.',
	],
	refused: (call) => [
		`Anyfast refused the request: ${said(call)}`,
		"Check the node's parameters against what the API said.",
	],
	invalid: (call) => [
		`Anyfast does not accept this: ${said(call)}`,
		"Check the node's parameters, and the file, against what the API said. Nothing was created.",
	],
	moderated: (call) => [
		`Anyfast's content check refused this: ${said(call)}`,
		'Change the text or the file. Real people need a group of verified people (Liveness Face). Trying again does not help, and nothing was billed.',
	],
	'face refused': (call) => [
		`Anyfast did not recognize the verified person: ${said(call)}`,
		'A Liveness Face group takes only files that show the person who was verified for it. Use another file, or another group.',
	],
	'group type missing': () => [
		'This API key needs a Group Type',
		'Add the filter Group Type: AIGC, or Liveness Face for verified people.',
	],
	'group not found': (call) => [
		thereIsNo('group', call),
		'Check the ID, and that the credential is of the account and site it was created with.',
	],
	'asset not found': (call) => [
		thereIsNo('asset', call),
		'Check the ID, and that the credential is of the account and site it was uploaded to. An asset that was uploaded a moment ago can take half a minute to appear.',
	],
	'asset not ready': (call) => [`Anyfast cannot use an asset yet: ${said(call)}`, UNUSABLE_ASSET],
	'asset not usable': (call) => [
		`Anyfast cannot use an asset: ${said(call)}`,
		'Upload the asset again, and use the new one.',
	],
	'person not verified': () => [
		'The person is not verified yet',
		'The link of Start Verification has to be opened on a phone within two minutes. Ask again later, or start anew.',
	],
	'task not found': () => [
		'Anyfast cannot find the task',
		'If it was submitted a moment ago, look again in half a minute. Otherwise check the ID, and that the credential is the one the task was submitted with: a key sees only its own tasks. Anyfast keeps them for 7 days.',
	],
	'not found': (call) => [
		`Anyfast cannot find what was asked for: ${said(call)}`,
		'Check the IDs in the parameters, and that the credential is of the account and site they belong to.',
	],
	'too large': ({ length }) => [
		`The request is too large for Anyfast's gateway: ${(length / MB).toFixed(1)} MB`,
		'Make the file smaller, or upload it from a URL.',
	],
	'wrong address': (call) => [
		'The Site or Base URL does not lead to the Anyfast API',
		`${call.origin} answered with ${whatCame(call)}. Choose another Site in the Anyfast API credential, or correct its Base URL.`,
	],
	'not served': ({ endpoint, origin }) => [
		`This site of Anyfast does not offer ${endpoint.name}`,
		`Not every site of Anyfast has this operation, and ${origin} does not.`,
	],
	busy: (call) => [
		`Anyfast's rate limit was exceeded${failedStatus(call)}`,
		'Run fewer workflows that use this API key at the same time, or try again later.',
	],
	unavailable: (call) => [`Anyfast is not available right now${failedStatus(call)}`, TRY_LATER],
	'upstream lost': (call) => [
		`Anyfast lost the connection to the service behind it${failedStatus(call)}`,
		TRY_LATER,
	],
	incomplete: () => [
		"Anyfast's response was incomplete",
		`The connection, or a proxy in between, dropped part of it. ${TRY_LATER}`,
	],
	unexpected: (call) =>
		call.answer?.error
			? [
					`Anyfast answered with an error: ${said(call)}`,
					"Check the node's parameters against what the API said, or try again later.",
				]
			: [
					`Anyfast sent an unexpected response: ${whatIsUnexpected(call)}`,
					'Check the Site or Base URL of the Anyfast API credential; if it is right, the API may have changed.',
				],
	'another thing': (call) => [
		`Anyfast answered about something else: ${whatIsUnexpected(call)}`,
		TRY_LATER,
	],
	'unknown host': ({ origin }) => [
		'The host of the Site or Base URL was not found',
		`${origin} does not exist, or n8n's network cannot look it up. Check the Site or Base URL of the Anyfast API credential.`,
	],
	unreachable: (call) => [
		'Anyfast could not be reached',
		`There was no connection to ${call.origin}: ${detail(call)}. Check the network between n8n and Anyfast. ${TRY_LATER}`,
	],
	untrusted: (call) => [
		'The connection to Anyfast is not trusted',
		`The certificate of ${call.origin} was refused: ${detail(call)}. Check the Site or Base URL of the Anyfast API credential, and the proxy settings of n8n.`,
	],
	blocked: (call) => [
		'n8n does not allow the address of Anyfast',
		`n8n's protection against SSRF refused ${call.origin}: ${detail(call)}. A proxy that gives hosts addresses of its own, in 198.18.0.0/15, leads to this too. Whoever runs n8n can add ${new URL(call.origin).hostname} to N8N_SSRF_ALLOWED_HOSTNAMES.`,
	],
	'not sendable': (call) => [
		'The request to Anyfast could not be sent',
		`${detail(call)}. Check the Anyfast API credential: the API Key may contain a character that is not allowed in a key.`,
	],
	lost: (call) => [
		'The connection to Anyfast was lost',
		`${call.origin} was reached, but the connection broke: ${detail(call)}. Check the network between n8n and Anyfast. ${TRY_LATER}`,
	],
	timeout: ({ answer, noAnswer = answer?.brokenBy, origin }) =>
		noAnswer?.wasSent === false
			? [
					'The file could not be sent to Anyfast in time',
					`The connection to ${origin} is too slow for a file of this size. Make the file smaller, or try again when the network is less busy.`,
				]
			: [
					'Anyfast did not answer in time',
					`Check the network between n8n and ${origin}. ${TRY_LATER}`,
				],
	'too long': (call) => [
		'Anyfast sent an unexpected response: it is far too large',
		`${detail(call)}. Check the Site or Base URL of the Anyfast API credential.`,
	],
	unknown: (call) => [
		'The request to Anyfast failed',
		`${detail(call)}. Check the Anyfast API credential and the network settings of n8n.`,
	],
};

/** What Node.js or n8n said of it. */
const detail = ({ answer, noAnswer = answer?.brokenBy }: FailedCall) =>
	noAnswer?.detail.replace(/[.\s]+$/, '') ?? '';

function whatIsUnexpected(call: FailedCall): string {
	return call.answer?.form === 'object' && call.unproven ? call.unproven.what : whatCame(call);
}

function whatCame(call: FailedCall): string {
	const { form = 'text', status = 0 } = call.answer ?? {};
	if (status >= 300 && status < 400) return `a redirect (HTTP status ${status})`;
	if (form === 'web page') return 'a web page';
	if (status >= 400) return `HTTP status ${status}`;
	return 'something that is not JSON';
}

/** These say by themselves all that the API says. */
const SELF_EXPLAINING: ReadonlySet<CallKind> = new Set<CallKind>([
	'group not found',
	'asset not found',
	'task not found',
]);

/** ` The API said: … [code, request ID …]`, as far as the message does not say it already; else how the answer began. */
function whatTheApiSaid({ kind, done }: Verdict, message: string, answer?: Answer): string {
	if (!answer) return '';
	const { error, requestId, beginning } = answer;
	const name = requestId && `request ID ${requestId}`;
	if (!error) {
		const isOfUse = done === 'maybe' && beginning !== '';
		return `${isOfUse ? ` The answer began: ${beginning}` : ''}${name ? ` [${name}]` : ''}`;
	}
	const text = plain(error);
	const isSaid = SELF_EXPLAINING.has(kind) || message.includes(text);
	const { code, type } = error;
	const details = [code !== undefined && /^\d+$/.test(code) ? `code ${code}` : code, type, name];
	const shown = details.filter(Boolean).join(', ');
	return `${isSaid ? '' : ` The API said: ${text}`}${shown === '' ? '' : ` [${shown}]`}`;
}
