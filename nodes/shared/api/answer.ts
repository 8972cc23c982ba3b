import type { IDataObject } from 'n8n-workflow';

import { cut, idOf, isObject, parseJson } from '../json';
import { time } from '../clock';
import type { HttpAnswer } from '../transport/http';
import type { NoAnswer } from '../transport/noAnswer';
import { retryAfterMs } from '../transport/retry';
import { type ApiError, errorIn, findApiError } from './apiError';
import type { Secret } from './Secret';

/** An answer, read as far as HTTP and JSON go. The key is not in it. */
export interface Answer {
	status: number;
	/** What came as JSON if that is an object; else an empty one. */
	body: IDataObject;
	/** Whether it came as JSON, and what else: nothing, a web page, the beginning of a JSON text, or other text. */
	form: 'object' | 'other JSON' | 'nothing' | 'web page' | 'incomplete' | 'text';
	/** The error that it carries, in whichever shape it came. */
	error?: ApiError;
	/** How the text began, for people to read; if an ID stands further on, that too. */
	readonly beginning: string;
	/** More of it, to look for words of an error that cannot be read in another way. */
	readonly start: string;
	/** Of the whole text, in bytes, about. */
	length: number;
	/** What the gateway calls the request, by which its console finds it. */
	requestId?: string;
	/** How long the service asks to wait, in milliseconds. */
	retryAfterMs?: number;
	/** Why its body ended too early, if there is no more than the beginning of a JSON text, or less. */
	brokenBy?: NoAnswer;
}

/** What is said of an answer that does not hold what proves that the call did its work. */
export class Unproven {
	/** @param what is not as expected, as in "there is no Id in it" */
	constructor(
		readonly what: string,
		/** Whether the answer is about something else than was asked for. */
		readonly isAboutElse = false,
	) {}
}

/** How much of a text is shown as its beginning, in characters. */
const BEGINNING = 300;

/** How much is shown of what begins with an ID, in characters. */
const ID_AND_MORE = 100;

/** How much of a text is searched for an ID, and for the key, before it is shown, in characters. */
const SEARCHED = 1_000_000;

/** Where gateways put the name of a request; the first is of the family that Anyfast belongs to. */
const REQUEST_ID_HEADERS = ['x-oneapi-request-id', 'x-request-id', 'x-tt-logid'];

/** Answers nest what they are about this deep: the gateway's wrapper, upstream's, and one or two more. */
const MAX_LAYERS = 4;

/** What upstream (`Result`), the gateway (`data`) and its forks (`AssetItem`) wrap things in. */
const WRAPPERS = ['Result', 'data', 'AssetItem'] as const;

/** An answer that says nothing, as deletions may have it. */
export const NOTHING: Answer = {
	status: 200,
	body: {},
	form: 'nothing',
	beginning: '',
	start: '',
	length: 0,
};

/** Reads an answer; `classify` says what it means. @param secret is taken out of all its texts but IDs and names */
export function readAnswer(
	{ statusCode: status, headers, text: raw, brokenBy }: HttpAnswer,
	secret?: Secret,
): Answer {
	const text = raw.replace(/^\uFEFF/, '');
	const parsed = parseJson(withWholeNumbers(text));
	const value = parsed !== undefined && secret?.isIn(text) ? secret.withoutIn(parsed) : parsed;
	const body = isObject(value) ? value : {};
	const hide = (secretive: string) => secret?.withoutIn(secretive) ?? secretive;
	// Most answers are never shown.
	const flat = () => {
		const shown = (value === undefined ? text : JSON.stringify(value)).slice(0, SEARCHED);
		return hide(shown).trimStart().replace(/\s+/g, ' ');
	};
	const named = REQUEST_ID_HEADERS.flatMap((name) => idOf(headers[name]) ?? [])[0];
	const error = isSuccess({ status }) ? errorIn(body) : findApiError(body);
	const isBroken = brokenBy !== undefined && !isObject(value);
	return {
		status,
		body,
		form: isBroken ? 'incomplete' : formOf(value, text, headers),
		error,
		get beginning() {
			return beginningOf(flat());
		},
		get start() {
			return cut(flat());
		},
		length: text.length,
		requestId: error?.requestId ?? named,
		retryAfterMs: retryAfterMs(headers['retry-after'], time.now()),
		brokenBy: isBroken ? { ...brokenBy, detail: hide(brokenBy.detail) } : undefined,
	};
}

/** Whether it succeeded by its status. */
export const isSuccess = ({ status }: Pick<Answer, 'status'>): boolean =>
	status >= 200 && status < 300;

/** The first characters, and those around an ID further on. */
function beginningOf(flat: string): string {
	const beginning = cut(flat, BEGINNING);
	const at = someIdAt(beginning) < 0 ? someIdAt(flat) : -1;
	return at < 0 ? beginning : `${beginning} ${cut(flat.slice(at), BEGINNING)}`;
}

/** IDs of tasks, assets and groups, as they were seen, or under the name of an ID. */
const SOME_ID =
	/\b(asyntask_|cgt-)\w|\b(task_|asset-|group-)[\w-]{0,80}\d|"(task|asset|group)?_?id"\s*:\s*"?\w|"(data|Result)"\s*:\s*"(?=[\w.:-]{0,80}\d)\w/i;

const someIdAt = (text: string) => text.search(SOME_ID);

/** What looks like the ID of something that was created, with some of what stands behind it. */
export function someIdIn(text: string): string | undefined {
	const at = someIdAt(text);
	return at < 0 ? undefined : cut(text.slice(at), ID_AND_MORE);
}

/** An object, and what is wrapped in it, from the outside in; of a list, the first thing. */
export function layersOf(body: IDataObject): IDataObject[] {
	const layers: IDataObject[] = [];
	let layer: unknown = body;
	while (isObject(layer) && layers.length < MAX_LAYERS) {
		layers.push(layer);
		const outer: IDataObject = layer;
		layer = WRAPPERS.map((name) => [outer[name]].flat()[0]).find(isObject);
	}
	return layers;
}

/** JavaScript loses digits of whole numbers beyond 2^53, and IDs may be such numbers; so they are read as text. */
function withWholeNumbers(text: string): string {
	if (!/\d{16}/.test(text)) return text;
	return text.replace(/"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*/g, (found) =>
		/^-?\d{16,}$/.test(found) ? `"${found}"` : found,
	);
}

function formOf(value: unknown, text: string, headers: IDataObject): Answer['form'] {
	const contentType = String(headers['content-type']);
	if (isObject(value)) return 'object';
	if (value !== undefined) return 'other JSON';
	const start = text.slice(0, 100).trimStart();
	if (start === '' && text.trim() === '') return 'nothing';
	if (/text\/html/i.test(contentType) || start.startsWith('<')) return 'web page';
	const isJson = /json/i.test(contentType) ? /^["{[\dtfn-]/ : /^[{[]/;
	return isJson.test(start) ? 'incomplete' : 'text';
}

/** The ID under one of these names, the first that has one. */
export const idUnder = (body: IDataObject, names: readonly string[]): string | undefined =>
	names.flatMap((name) => (body[name] === 0 ? [] : (idOf(body[name]) ?? [])))[0];

/** Whether two IDs are the same; services differ in the letters' case. */
export const isSameId = (id: string, other: unknown): boolean =>
	idOf(other)?.toLowerCase() === id.toLowerCase();
