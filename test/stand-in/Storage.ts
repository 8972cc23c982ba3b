import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { TokenBucket } from 'limiter';

import { FILE_ANSWERS, type FileAnswerName, xml } from './answers/files';
import type { FaultTarget } from './FaultPlan';
import { commit, type Fault } from './faults';
import type { Received } from './recording';
import { MP4, paddingHeader } from './samples/mp4';
import { PNG } from './samples/png';
import { makeServer } from './server';
import { endOf, type Signature, signedQuery } from './signedLinks';
import { Traffic } from './Traffic';
import { writeAll } from './writeAll';

export interface StorageOptions {
	/** How long videos are, in bytes; made while they are sent, so 200 MB cost nothing. The sample's length unless given. */
	bytes?: number;
	/** How many redirects lead to a file. */
	redirects?: number;
	/** All links have expired: 403 with XML, as object storages say it. */
	expired?: boolean;
	/** So many bytes every so many milliseconds, and no more. */
	slow?: { bytes: number; everyMs: number };
	/** The connection breaks after so many bytes of a file. */
	cutAfter?: number;
	/** Files come without their length. */
	hidesLength?: boolean;
	/** How links say until when they hold; `plain`, unless given, says it in a way that nobody documents. */
	signature?: Signature;
	/** How long links hold, in seconds: 86,400 unless given. Later they are refused, if their signature tells the time. */
	validSeconds?: number;
	/** Each file is answered so at first: so many times, or for so many milliseconds after its link was given. */
	atFirst?: { answer: FileAnswerName } & ({ times: number } | { ms: number });
	/** All files are answered so. */
	instead?: FileAnswerName;
	/** What the API's own host does with `/v1/videos/{id}/content`: sends the file, unless told to lead here. */
	ownHost?: 'sends' | 'redirects';
	/** The clock, in milliseconds. */
	now?: () => number;
}

const DAY_SECONDS = 86_400;

/** What the storage says to a request that it must never get. */
const KEY_SEEN = xml(500, 'InternalError', 'The key of the API came to the storage');

const CHUNK = Buffer.alloc(256 * 1024, 'x');

const TYPES: Array<[ending: string, type: string]> = [
	['.mp4', 'video/mp4'],
	['.png', 'image/png'],
];

/**
 * The host that finished videos are fetched from: not the API's, and no business of its key. A request with an
 * Authorization header is refused, and remembered in `sawKey`.
 */
export class Storage {
	/** Whether any request carried an Authorization header. */
	sawKey = false;

	private traffic = new Traffic();

	/** When the link to each file was first given, and how often the file was asked for. */
	private readonly files = new Map<string, { since: number; asked: number }>();

	private address = '';

	private readonly server: FastifyInstance = makeServer();

	private constructor(private options: StorageOptions) {}

	/** Starts a server on a free port. */
	static async start(options: StorageOptions = {}): Promise<Storage> {
		const storage = new Storage(options);
		await storage.listen();
		return storage;
	}

	/** Where it is, without a slash at the end. */
	get url(): string {
		return this.address;
	}

	get received(): Received[] {
		return this.traffic.received;
	}

	/** The most requests that were under way at the same time. */
	get mostInFlight(): number {
		return this.traffic.mostInFlight;
	}

	/** A signed link to the file of that name, such as `task-1.mp4`. */
	link(name: string): string {
		const { redirects = 0 } = this.options;
		if (!this.files.has(name)) this.files.set(name, { since: this.now(), asked: 0 });
		const path = redirects > 0 ? `/moved/${redirects}/${name}` : `/files/${name}`;
		return `${this.address}${path}${this.query}`;
	}

	/** Answers a request for a file that came to the API's own host, with the key. */
	async sendFromApi(name: string, reply: FastifyReply): Promise<void> {
		if (this.options.ownHost === 'redirects') await reply.redirect(this.link(name));
		else await this.send(name, reply);
	}

	/** The next requests that fit meet these faults, one each. */
	fail(target: FaultTarget, ...faults: Fault[]): void {
		this.traffic.faults.add(target, ...faults);
	}

	/** Begins anew with other options, at the same address. */
	reset(options: StorageOptions = {}): void {
		this.options = options;
		this.traffic = new Traffic();
		this.files.clear();
		this.sawKey = false;
	}

	async stop(): Promise<void> {
		await this.server.close();
	}

	private async listen(): Promise<void> {
		const { server } = this;
		server.addHook('onRequest', async (request, reply) => {
			await this.traffic.begin(request, reply);
		});
		server.addHook('preValidation', async (request, reply) => {
			await this.traffic.take(request, reply);
			if (!reply.sent) await this.refuse(request, reply);
		});
		server.get<{ Params: { left: string; name: string } }>(
			'/moved/:left/:name',
			async ({ params: { left, name } }, reply) => {
				const path = Number(left) > 1 ? `/moved/${Number(left) - 1}/${name}` : `/files/${name}`;
				await reply.redirect(`${this.address}${path}${this.query}`);
			},
		);
		server.get<{ Params: { name: string } }>('/files/:name', async ({ params }, reply) => {
			const odd = this.insteadOf(params.name);
			if (odd) await commit(FILE_ANSWERS[odd], reply);
			else await this.send(params.name, reply);
		});
		this.address = await server.listen({ host: '127.0.0.1', port: 0 });
	}

	private async refuse(request: FastifyRequest, reply: FastifyReply): Promise<void> {
		if (request.headers.authorization !== undefined) {
			this.sawKey = true;
			await commit(KEY_SEEN, reply);
		} else if (this.options.expired || this.hasExpired(request)) {
			await commit(FILE_ANSWERS.expired, reply);
		}
	}

	private now(): number {
		return (this.options.now ?? Date.now)();
	}

	private get query(): string {
		const { signature = 'plain', validSeconds = DAY_SECONDS } = this.options;
		return signedQuery(signature, this.now(), validSeconds);
	}

	private hasExpired({ url }: FastifyRequest): boolean {
		return this.now() > endOf(new URL(url, this.address).searchParams);
	}

	/** What a file is answered instead of what is in it. */
	private insteadOf(name: string): FileAnswerName | undefined {
		const { atFirst, instead } = this.options;
		const file = this.files.get(name) ?? { since: this.now(), asked: 0 };
		file.asked++;
		if (!atFirst) return instead;
		const isYoung =
			'times' in atFirst ? file.asked <= atFirst.times : this.now() < file.since + atFirst.ms;
		return isYoung ? atFirst.answer : instead;
	}

	private async send(name: string, reply: FastifyReply): Promise<void> {
		const [, type] = TYPES.find(([ending]) => name.endsWith(ending)) ?? [];
		if (type === undefined) {
			await commit(FILE_ANSWERS.notFound, reply);
			return;
		}
		const { bytes, hidesLength, cutAfter = Infinity } = this.options;
		const isVideo = type === 'video/mp4';
		const length = isVideo ? Math.max(bytes ?? 0, MP4.length) : PNG.length;
		reply.hijack();
		reply.raw.writeHead(200, {
			'content-type': type,
			...(hidesLength ? {} : { 'content-length': String(length) }),
		});
		const whole = isVideo ? film(length) : [PNG];
		await writeAll(reply, this.paced(cut(whole, cutAfter)));
		if (cutAfter < length) reply.raw.destroy();
		else reply.raw.end();
	}

	private async *paced(chunks: Iterable<Buffer>): AsyncGenerator<Buffer> {
		const { slow } = this.options;
		if (!slow) {
			yield* chunks;
			return;
		}
		const pace = new TokenBucket({ bucketSize: 1, tokensPerInterval: 1, interval: slow.everyMs });
		for (const chunk of chunks) {
			for (let at = 0; at < chunk.length; at += slow.bytes) {
				await pace.removeTokens(1);
				yield chunk.subarray(at, at + slow.bytes);
			}
		}
	}
}

/** The sample film, with padding behind it up to a length; players pass over padding. */
function* film(length: number): Generator<Buffer> {
	yield MP4;
	let left = length - MP4.length;
	if (left < 8) {
		yield Buffer.alloc(left);
		return;
	}
	yield paddingHeader(left);
	for (left -= 8; left > 0; left -= CHUNK.length) yield CHUNK.subarray(0, left);
}

/** No more than so many bytes of it. */
function* cut(chunks: Iterable<Buffer>, bytes: number): Generator<Buffer> {
	let left = bytes;
	for (const chunk of chunks) {
		if (left <= 0) return;
		yield chunk.subarray(0, left);
		left -= chunk.length;
	}
}
