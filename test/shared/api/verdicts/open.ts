import { CALLS } from './calls';
import { ASKED } from './contents';
import type { Draw } from './draws';

/** A finding that is not mended yet. */
interface OpenFinding {
	what: string;
	/** Which draws it stands in the way of. */
	covers: (draw: Draw) => boolean;
	example: Draw;
}

/** An answer by its text, of which nothing is known but what is said. */
function answer(name: string, status: number, text: string, known: Partial<Draw> = {}): Draw {
	const call = CALLS.find((each) => each.name === name);
	if (!call) throw new Error(`There is no call ${name}`);
	return {
		call,
		reply: { status, headers: {}, bytes: Buffer.from(text) },
		proof: 'none',
		ids: [],
		error: 'empty',
		mayBeOwn: false,
		isCut: false,
		isWebPage: false,
		hasAnswered: false,
		then: 'none',
		...known,
	};
}

const isClientError = ({ reply: { status } }: Draw) => status >= 400 && status < 500;

/**
 * What the search has found, and nobody has mended: taken out of the draws, so that they find what is new. Who mends one
 * takes it out of here.
 */
export const OPEN: OpenFinding[] = [
	{
		what: 'an ID in text, in a bare list or in JSON that ends too early is lost under a status that refuses',
		covers: (draw) => draw.proof === 'shown' && isClientError(draw),
		example: answer('Generate Video', 405, '[{"task_id":"asyntask_000001"}]', {
			proof: 'shown',
			ids: ['asyntask_000001'],
		}),
	},
	{
		what: 'JSON that ends too early and speaks of a lost upstream counts as refused by its status',
		covers: (draw) => draw.error === 'lost' && draw.isCut && isClientError(draw),
		example: answer('CreateAsset', 400, '{"error":{"message":"context deadline exceeded","ty', {
			error: 'lost',
			isCut: true,
		}),
	},
	{
		what: 'a web page with a redirect says that nothing was done',
		covers: ({ isWebPage, reply: { status } }) => isWebPage && status >= 300 && status < 400,
		example: answer('Generate Video', 302, '<html><body>Moved</body></html>', { isWebPage: true }),
	},
	{
		what: 'an empty error beside nothing else hides that a deletion or a change went well',
		covers: ({ call, proof, error, reply }) =>
			call.does === 'changes' &&
			proof === 'named' &&
			error === 'empty' &&
			/"errors?" ?:/i.test(reply.bytes.toString().replaceAll('\0', '')),
		example: answer('DeleteAsset', 200, '{"error":{"code":"","message":""}}', {
			proof: 'named',
			ids: [ASKED],
		}),
	},
];
