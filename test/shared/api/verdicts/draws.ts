import * as fc from 'fast-check';

import { isObject } from '../../../stand-in/json';
import { type Call, CALLS } from './calls';
import type { Content } from './contents';
import { type ApiFault, faults, NO_FAULT } from './errors';
import type { Reply } from './FakeSite';

/** An answer to a call, and what is known of it because it was made so. */
export interface Draw {
	call: Call;
	reply: Reply;
	/** What its body proves; `shown` if its JSON ends behind an ID. */
	proof: Content['proof'];
	ids: string[];
	/** The error in it that a reader can see, if any. */
	error: ApiFault['is'];
	/** Whether the error may be the thing's own, so that it is no error of the call. */
	mayBeOwn: boolean;
	/** Whether it ends too early, or never. */
	isPart: boolean;
	isWebPage: boolean;
	/** Whether the call was answered properly just before. */
	hasAnswered: boolean;
	/** What a second try would be answered: none is made, or it is proven, or the thing is not there. */
	then: 'none' | 'proven' | 'gone';
}

const INTERESTING = [
	200, 201, 202, 204, 206, 301, 302, 304, 307, 400, 401, 402, 403, 404, 405, 406, 408, 409, 410,
	412, 413, 414, 415, 422, 425, 429, 431, 444, 451, 460, 499, 500, 501, 502, 503, 504, 520, 524,
	529, 599,
];

const statuses = fc.oneof(
	{ weight: 5, arbitrary: fc.constant(200) },
	{ weight: 5, arbitrary: fc.constantFrom(...INTERESTING) },
	fc.integer({ min: 200, max: 599 }),
);

/** What is around an answer. */
const around = fc.record({
	hasAnswered: fc.boolean(),
	then: fc.constantFrom<Draw['then']>('none', 'proven', 'gone'),
});

/** These have no body by HTTP itself. */
const BODILESS = [204, 205, 304];

const TYPES = [
	'application/json',
	'application/json; charset=utf-8',
	'text/plain',
	'application/problem+json',
	'',
];

const PAGES = [
	'<!doctype html><html><body><div id="root"></div></body></html>',
	'<html>\r\n<head><title>502 Bad Gateway</title></head><body>nginx</body></html>',
];

type Encoding = 'utf8' | 'bom' | 'utf16';

const writing = fc.record({
	type: fc.constantFrom(...TYPES),
	encoding: fc.oneof(
		{ weight: 8, arbitrary: fc.constant<Encoding>('utf8') },
		fc.constantFrom<Encoding>('bom', 'utf16'),
	),
	/** Where the JSON ends too early, as a part of it. */
	cutAt: fc.option(fc.double({ min: 0.02, max: 0.98, noNaN: true }), { freq: 8 }),
	/** Blanks within the JSON, in characters. */
	padding: fc.oneof(
		{ weight: 200, arbitrary: fc.constant(0) },
		{ weight: 20, arbitrary: fc.constantFrom(3, 5000) },
		{ weight: 1, arbitrary: fc.constant(300_000) },
	),
	/** Whether slashes are escaped, as PHP does. */
	escapes: fc.boolean(),
	then: fc.oneof(
		{ weight: 3000, arbitrary: fc.constant(undefined) },
		{ weight: 300, arbitrary: fc.constant<Reply['then']>('break') },
		{ weight: 1, arbitrary: fc.constant<Reply['then']>('flood') },
	),
});

/** The answers to one call. */
function drawsOf(call: Call): fc.Arbitrary<Draw> {
	const json = fc
		.record({ content: call.contents, fault: faults, status: statuses, how: writing, around })
		.map(({ content, fault, status, how, around }): Draw => {
			const { body, error } = together(content, fault);
			const isBodiless = BODILESS.includes(status);
			const whole = isBodiless ? '' : written(body, how);
			const text = cutOff(whole, body, how.cutAt);
			const then = isBodiless ? undefined : how.then;
			const isWhole = then === 'break' && text === whole && isObject(body);
			const isPart = text.length < whole.length || (then !== undefined && !isWhole);
			const headers: Reply['headers'] = how.type ? { 'content-type': how.type } : {};
			return {
				call,
				reply: { status, headers, bytes: encoded(text, how.encoding), then },
				...proofIn(content, text, { isBodiless, isPart, call }),
				error: errorIn(error, text, isPart),
				mayBeOwn: error.is !== 'empty' && (content.mayHaveErrors === true || isOwn(body)),
				isPart,
				isWebPage: false,
				...around,
			};
		});
	const page = fc
		.record({
			html: fc.constantFrom(...PAGES),
			status: statuses.filter((status) => !BODILESS.includes(status)),
			type: fc.constantFrom<Reply['headers']>({}, { 'content-type': 'text/html; charset=utf-8' }),
			around,
		})
		.map(({ html, status, type, around }): Draw => ({
			call,
			reply: { status, headers: type, bytes: Buffer.from(html) },
			proof: 'none',
			ids: [],
			error: 'empty',
			mayBeOwn: false,
			isPart: false,
			isWebPage: true,
			...around,
		}));
	return fc.oneof({ weight: 12, arbitrary: json }, page);
}

/** Any answer to any call. */
export const draws: fc.Arbitrary<Draw> = fc.constantFrom(...CALLS).chain(drawsOf);

/** A body with an error beside what it is about, if both fit into one object. */
function together({ body }: Content, fault: ApiFault): { body: unknown; error: ApiFault } {
	if (body === '' || body === null) {
		return fault.is === 'empty' ? { body, error: NO_FAULT } : { body: fault.fields, error: fault };
	}
	const isPlain = isObject(body) && !Array.isArray(body);
	const doesFit = isPlain && Object.keys(fault.fields).every((name) => !(name in body));
	return doesFit ? { body: { ...body, ...fault.fields }, error: fault } : { body, error: NO_FAULT };
}

/** Whether the error in it is that of an asset: one with a status may have an `Error` of its own. */
const isOwn = (body: unknown): boolean => isObject(body) && 'Status' in body && 'Error' in body;

function written(
	body: unknown,
	{ padding, escapes }: { padding: number; escapes: boolean },
): string {
	if (typeof body === 'string') return body;
	const json = JSON.stringify(body, undefined, 1).replace(/^\{/, `{${' '.repeat(padding)}`);
	return escapes ? json.replaceAll('/', '\\/') : json;
}

/** Only JSON is cut: half a text is a text. */
function cutOff(text: string, body: unknown, at: number | null): string {
	if (at === null || !isObject(body) || text.length < 3) return text;
	return text.slice(0, Math.max(1, Math.floor(text.length * at)));
}

function encoded(text: string, encoding: Encoding): Buffer {
	if (encoding === 'utf16') return Buffer.from(`\uFEFF${text}`, 'utf16le');
	return Buffer.from(encoding === 'bom' ? `\uFEFF${text}` : text);
}

function proofIn(
	{ proof, ids }: Content,
	text: string,
	{ isBodiless, isPart, call }: { isBodiless: boolean; isPart: boolean; call: Call },
): Pick<Draw, 'proof' | 'ids'> {
	if (isBodiless) return { proof: call.does === 'changes' ? 'named' : 'none', ids: [] };
	if (!isPart) return { proof, ids };
	const isShown = call.does === 'creates' && ids.length > 0 && ids.every((id) => text.includes(id));
	return isShown ? { proof: 'shown', ids } : { proof: 'none', ids: [] };
}

/** An error counts only as far as a reader can see it. */
function errorIn({ is, words }: ApiFault, text: string, isPart: boolean): ApiFault['is'] {
	if (text === '') return 'empty';
	if (!isPart || is === 'refusal') return is;
	const plain = text.replaceAll('\\/', '/');
	const isSeen = words.some((word) => plain.includes(JSON.stringify(word).slice(1, -1)));
	return is === 'lost' && isSeen ? 'lost' : 'empty';
}

/** How an answer looks in a report. */
export function described({ call, reply, proof, error, hasAnswered, then }: Draw): string {
	const text = reply.bytes
		.toString('utf8')
		.replace(/\s{20,}/g, ' … ')
		.slice(0, 500);
	const type = reply.headers['content-type'] ?? 'no type';
	const before = hasAnswered ? 'after a proper answer, ' : '';
	const end = reply.then === undefined ? '' : ` and then a ${reply.then}`;
	return `${call.name}: ${before}${reply.status}, ${type}${end}, then ${then}; proof ${proof}, error ${error}: ${text}`;
}
