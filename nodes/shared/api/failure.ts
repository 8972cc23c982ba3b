import { AnyfastError } from '../AnyfastError';
import type { Answer, Unproven } from './answer';
import type { ApiError } from './apiError';
import type { CallKind } from '../kinds';
import type { Verdict } from './classify';
import type { Endpoint } from './endpoint';
import type { NoAnswer } from '../transport/noAnswer';

/** Why a call failed: what it means, and how it is worded for the user. */
export interface Failure extends Verdict {
	message: string;
	/** What to do about it, and what the API said. */
	description: string;
	/** The answer that it was, unless none came. */
	answer?: Answer;
}

/** What the words of a failure are made of. */
export interface Circumstances {
	endpoint: Pick<Endpoint<unknown>, 'name' | 'about'>;
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

/** A message and an advice. */
type Words = [message: string, advice: string];

/** Words a failure for the user. */
export function failureOf(verdict: Verdict, circumstances: Circumstances): Failure {
	const { answer } = circumstances;
	const [message, advice] = words[verdict.kind](circumstances);
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

const UNUSABLE_ASSET =
	'There are three known causes: the asset became active less than a minute ago, it belongs to another API key or site, or the model cannot use assets of verified people (2.5 cannot, 2.0 can).';

const said = ({ answer }: Circumstances) =>
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
const thereIsNo = (what: string, { id }: Circumstances) =>
	id === undefined ? `There is no such ${what}` : `There is no ${what} ${id}`;

/** ` (HTTP status …)`, if the status is one of an error. */
const failedStatus = ({ answer }: Circumstances) =>
	answer && answer.status >= 400 ? ` (HTTP status ${answer.status})` : '';

/** How each kind of failure is worded. */
const words: Record<CallKind, (circumstances: Circumstances) => Words> = {
	'key refused': ({ origin }) => [
		'Anyfast refused the API key',
		`Check the API Key in the Anyfast API credential, and its Site or Base URL: a key works only on the site where it was made, and ${origin} was asked.`,
	],
	forbidden: (about) => [
		`Anyfast refused access: ${said(about)}`,
		'Anyfast did not name the key as the reason. Check in the Anyfast console what this key may use, and whether a firewall or proxy between n8n and Anyfast blocks the request.',
	],
	'address refused': (about) => [
		`The API key does not allow the IP address of this n8n: ${said(about)}`,
		"The key has a list of addresses that may use it. In the Anyfast console, add the address of n8n's server to it.",
	],
	'account blocked': (about) => [
		`Anyfast does not let this account, or the group of its key, do this: ${said(about)}`,
		'Check the account and the group of the API key in the Anyfast console, or ask the support of Anyfast.',
	],
	'no credit': () => [
		'The Anyfast account or API key has no credit left',
		'Add credit, or raise the quota of the key, in the Anyfast console. The key itself is valid.',
	],
	'no model': ({ endpoint }) =>
		endpoint.about === 'task'
			? [
					'The API key may not ask for this task, because it is limited to some models',
					'In the Anyfast console, lift the limit of the key. The video is being made meanwhile: then use Get Video.',
				]
			: [
					"The API key's group does not have this model",
					'In the Anyfast console, choose a group for the key that has the model, or set another Model. Some groups take images only.',
				],
	'not for this key': () => [
		'This API key cannot use groups of verified people',
		'In the Anyfast console, create a key whose group is Byteplus-Direct, and use it in the credential.',
	],
	refused: (about) => [
		`Anyfast refused the request: ${said(about)}`,
		"Check the node's parameters against what the API said.",
	],
	invalid: (about) => [
		`Anyfast does not accept this: ${said(about)}`,
		"Check the node's parameters, and the file, against what the API said. Nothing was created.",
	],
	moderated: (about) => [
		`Anyfast's content check refused this: ${said(about)}`,
		'Change the text or the file. Real people need a group of verified people (Liveness Face). Trying again does not help, and nothing was billed.',
	],
	'face refused': (about) => [
		`Anyfast did not recognize the verified person: ${said(about)}`,
		'A Liveness Face group takes only files that show the person who was verified for it. Use another file, or another group.',
	],
	'group type missing': () => [
		'This API key needs a Group Type',
		'Add the filter Group Type: AIGC, or Liveness Face for verified people.',
	],
	'group not found': (about) =>
		about.endpoint.name === 'CreateAsset'
			? [
					'Anyfast cannot find the group',
					'There are three known causes: the group was created only seconds ago, it belongs to another API key or site, or it already has an asset of this name. Check the Group, or use another Name.',
				]
			: [
					thereIsNo('group', about),
					'Check the ID, and that the credential is of the account and site it was created with.',
				],
	'asset not found': (about) =>
		about.endpoint.name === 'Generate Video'
			? ['Anyfast cannot find the asset', UNUSABLE_ASSET]
			: [
					thereIsNo('asset', about),
					'Check the ID, and that the credential is of the account and site it was uploaded to. An asset that was uploaded a moment ago can take half a minute to appear.',
				],
	'asset not ready': (about) => [`Anyfast cannot use an asset yet: ${said(about)}`, UNUSABLE_ASSET],
	'asset not usable': (about) => [
		`Anyfast cannot use an asset: ${said(about)}`,
		'Upload the asset again, and use the new one.',
	],
	'person not verified': () => [
		'The person is not verified yet',
		'The link of Start Verification has to be opened on a phone within two minutes. Ask again later, or start anew.',
	],
	'task not found': () => [
		'Anyfast cannot find the task',
		'Check the ID, and that the credential is the one the task was submitted with: a key sees only its own tasks. Anyfast keeps them for 7 days.',
	],
	'not found': (about) => [
		`Anyfast cannot find what was asked for: ${said(about)}`,
		'Check the IDs in the parameters, and that the credential is of the account and site they belong to.',
	],
	'too large': ({ length }) => [
		`The request is too large for Anyfast's gateway: ${(length / MB).toFixed(1)} MB`,
		'Make the file smaller, or upload it from a URL.',
	],
	'wrong address': (about) => [
		'The Site or Base URL does not lead to the Anyfast API',
		`${about.origin} answered with ${whatCame(about)}. Choose another Site in the Anyfast API credential, or correct its Base URL.`,
	],
	'not served': ({ endpoint, origin }) => [
		`This site of Anyfast does not offer ${endpoint.name}`,
		`Not every site of Anyfast has this operation, and ${origin} does not.`,
	],
	busy: (about) => [
		`Anyfast's rate limit was exceeded${failedStatus(about)}`,
		'Run fewer workflows that use this API key at the same time, or try again later.',
	],
	unavailable: (about) => [`Anyfast is not available right now${failedStatus(about)}`, TRY_LATER],
	'upstream lost': (about) => [
		`Anyfast lost the connection to the service behind it${failedStatus(about)}`,
		TRY_LATER,
	],
	incomplete: () => [
		"Anyfast's response was incomplete",
		`The connection, or a proxy in between, dropped part of it. ${TRY_LATER}`,
	],
	unexpected: (about) =>
		about.answer?.error
			? [
					`Anyfast answered with an error: ${said(about)}`,
					"Check the node's parameters against what the API said, or try again later.",
				]
			: [
					`Anyfast sent an unexpected response: ${whatIsUnexpected(about)}`,
					'Check the Site or Base URL of the Anyfast API credential; if it is right, the API may have changed.',
				],
	'another thing': (about) => [
		`Anyfast answered about something else: ${whatIsUnexpected(about)}`,
		TRY_LATER,
	],
	'unknown host': ({ origin }) => [
		'The host of the Site or Base URL was not found',
		`${origin} does not exist, or n8n's network cannot look it up. Check the Site or Base URL of the Anyfast API credential.`,
	],
	unreachable: (about) => [
		'Anyfast could not be reached',
		`There was no connection to ${about.origin}: ${detail(about)}. Check the network between n8n and Anyfast. ${TRY_LATER}`,
	],
	untrusted: (about) => [
		'The connection to Anyfast is not trusted',
		`The certificate of ${about.origin} was refused: ${detail(about)}. Check the Site or Base URL of the Anyfast API credential, and the proxy settings of n8n.`,
	],
	blocked: (about) => [
		'n8n does not allow the address of Anyfast',
		`n8n's protection against SSRF refused ${about.origin}: ${detail(about)}. A proxy that gives hosts addresses of its own, in 198.18.0.0/15, leads to this too. Whoever runs n8n can add ${new URL(about.origin).hostname} to N8N_SSRF_ALLOWED_HOSTNAMES.`,
	],
	'not sendable': (about) => [
		'The request to Anyfast could not be sent',
		`${detail(about)}. Check the Anyfast API credential: the API Key may contain a character that is not allowed in a key.`,
	],
	lost: (about) => [
		'The connection to Anyfast was lost',
		`${about.origin} was reached, but the connection broke: ${detail(about)}. Check the network between n8n and Anyfast. ${TRY_LATER}`,
	],
	timeout: ({ noAnswer, origin }) =>
		noAnswer?.wasSent === false
			? [
					'The file could not be sent to Anyfast in time',
					`The connection to ${origin} is too slow for a file of this size. Make the file smaller, or try again when the network is less busy.`,
				]
			: [
					'Anyfast did not answer in time',
					`Check the network between n8n and ${origin}. ${TRY_LATER}`,
				],
	'too long': (about) => [
		'Anyfast sent an unexpected response: it is far too large',
		`${detail(about)}. Check the Site or Base URL of the Anyfast API credential.`,
	],
	unknown: (about) => [
		'The request to Anyfast failed',
		`${detail(about)}. Check the Anyfast API credential and the network settings of n8n.`,
	],
};

const detail = ({ noAnswer }: Circumstances) => noAnswer?.detail.replace(/[.\s]+$/, '') ?? '';

function whatIsUnexpected(about: Circumstances): string {
	return about.answer?.form === 'object' && about.unproven ? about.unproven.what : whatCame(about);
}

function whatCame(about: Circumstances): string {
	const { form = 'text', status = 0 } = about.answer ?? {};
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
