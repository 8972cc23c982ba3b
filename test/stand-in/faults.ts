import type { FastifyReply } from 'fastify';
import { TokenBucket } from 'limiter';

import type { Answer } from './answers/ReadyAnswer';
import type { Received } from './recording';
import { gatewayError } from './refusals';
import { type Chunks, writeAll } from './writeAll';

/** What a server does instead of answering. */
export type Fault =
	/** Answers with this status, headers and body: one of the ready answers, or any other. */
	| Answer
	/** Does what was asked for, and changes what is answered; gives JSON, or an {@link Instead}. */
	| { changed: (answer: unknown, request: Received) => unknown }
	/** Answers with a body of this many bytes, without saying its length before: an empty list, or an error's text. */
	| { large: number; status?: number }
	/** Begins an answer that never ends: so many bytes (1 unless given) every so many milliseconds. */
	| { drip: { everyMs: number; bytes?: number } }
	/** Closes the connection without a word. */
	| 'drop'
	/** Resets the connection (TCP RST), as a crashed server or a firewall does. */
	| 'reset'
	/** Closes the connection in the middle of the body. */
	| 'cut'
	/** Sends these bytes, says before that there are more, and closes the connection. */
	| { cut: string | Uint8Array; of: number; headers?: Record<string, string> }
	/** Never answers. */
	| 'hang'
	/** Does one of the above without reading the body. */
	| { beforeBody: Fault }
	/** Does what was asked for, and then one of the above: the answer is lost. */
	| { afterDoing: Fault };

export const isBeforeBody = (fault: Fault | undefined): fault is { beforeBody: Fault } =>
	typeof fault === 'object' && 'beforeBody' in fault;

export const isAfterDoing = (fault: Fault | undefined): fault is { afterDoing: Fault } =>
	typeof fault === 'object' && 'afterDoing' in fault;

export const isChanged = (
	fault: Fault | undefined,
): fault is Extract<Fault, { changed: unknown }> => typeof fault === 'object' && 'changed' in fault;

/** What a handler gives if something else is to happen than an answer of JSON under 200. */
export class Instead {
	constructor(readonly fault: Fault) {}
}

/**
 * Lets a request meet a fault.
 *
 * @param onHang called when it will not be answered, or not to the end
 */
export async function commit(fault: Fault, reply: FastifyReply, onHang = () => {}): Promise<void> {
	if (typeof fault === 'string') {
		reply.hijack();
		if (fault === 'hang') onHang();
		else commitToSocket(fault, reply);
	} else if ('beforeBody' in fault) {
		await commit(fault.beforeBody, reply, onHang);
	} else if ('afterDoing' in fault) {
		await commit(fault.afterDoing, reply, onHang);
	} else if ('changed' in fault) {
		throw new Error('An answer can be changed only when there is one');
	} else if ('cut' in fault) {
		cutOff(fault, reply);
	} else if ('drip' in fault) {
		await sendChunks(reply, 200, drips(fault.drip, onHang));
	} else if ('large' in fault) {
		const { large, status = 200 } = fault;
		await sendChunks(reply, status, largeBody(large, status));
	} else {
		const { status, headers = {}, body = gatewayError('Scripted failure', status) } = fault;
		await reply.headers(headers).status(status).send(body);
	}
}

function cutOff({ cut, of, headers }: Extract<Fault, { cut: unknown }>, reply: FastifyReply): void {
	reply.hijack();
	reply.raw.writeHead(200, { ...headers, 'content-length': String(of) });
	reply.raw.write(cut, () => reply.raw.destroy());
}

function commitToSocket(fault: Extract<Fault, string>, { raw }: FastifyReply): void {
	if (fault === 'drop') raw.destroy();
	if (fault === 'reset') raw.socket?.resetAndDestroy();
	if (fault === 'cut') {
		raw.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
		raw.write('{"Items": [', () => raw.destroy());
	}
}

async function sendChunks(reply: FastifyReply, status: number, chunks: Chunks): Promise<void> {
	reply.hijack();
	reply.raw.writeHead(status, { 'content-type': 'application/json' });
	await writeAll(reply, chunks);
	reply.raw.end();
}

async function* drips(
	{ everyMs, bytes = 1 }: { everyMs: number; bytes?: number },
	onHang: () => void,
) {
	const pace = new TokenBucket({ bucketSize: 1, tokensPerInterval: 1, interval: everyMs });
	yield '{"Items": [';
	onHang();
	for (;;) {
		await pace.removeTokens(1);
		yield ' '.repeat(bytes);
	}
}

const CHUNK = 'x'.repeat(64 * 1024);

function* largeBody(bytes: number, status: number): Generator<string> {
	const whole = JSON.stringify(
		status < 400 ? { Items: [], TotalCount: 0, Padding: '|' } : gatewayError('|', status),
	);
	const [before = '', after = ''] = whole.split('|');
	yield before;
	let left = bytes - before.length - after.length;
	for (; left > 0; left -= CHUNK.length) yield CHUNK.slice(0, left);
	yield after;
}
