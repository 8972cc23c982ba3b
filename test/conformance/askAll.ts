import { messageOf } from '../messageOf';
import type { Fact, Finding } from './fact';
import { assetFacts } from './facts/assets';
import { listFacts } from './facts/lists';
import { answerFacts, thingFacts } from './facts/things';
import { freeVideoFacts, videoFacts } from './facts/video';
import { Made } from './Made';
import type { RecordedCall, Service } from './Service';

/** What may be asked that is not free. */
export interface Consent {
	assets: boolean;
	video: boolean;
}

/** One line of the table, and the calls that it comes from. */
export interface Result extends Finding {
	title: string;
	source: string;
	/** `not asked` if it would be billed. */
	verdict: 'yes' | 'no' | 'open' | 'not asked';
	calls: RecordedCall[];
}

export interface Report {
	results: Result[];
	/** What was made and could not be deleted, a line for each. */
	leftBehind: string[];
	/** The calls that cleared up. */
	cleaning: RecordedCall[];
}

/**
 * Goes through all facts, one after another, and deletes what it made.
 *
 * @param picture a PNG file, to create assets from
 * @param onResult is called after each fact
 */
export async function askAll(
	service: Service,
	consent: Consent,
	picture: Buffer,
	onResult: (result: Result) => void = () => undefined,
): Promise<Report> {
	const made = new Made();
	const results: Result[] = [];
	for (const fact of allFacts(made, picture)) {
		const result = await resultOf(fact, service, consent);
		results.push(result);
		onResult(result);
	}
	const before = service.recorded.length;
	const left = await made.cleanUp(service);
	return {
		results,
		leftBehind: left.map((line) => service.mask.text(line)),
		cleaning: service.recorded.slice(before),
	};
}

/** All facts, in the order in which they are asked. */
function allFacts(made: Made, picture: Buffer): Fact[] {
	return [
		...listFacts,
		...thingFacts,
		...freeVideoFacts,
		...assetFacts(made, picture),
		...videoFacts(),
		...answerFacts,
	];
}

async function resultOf(fact: Fact, service: Service, consent: Consent): Promise<Result> {
	const { title, source, billed } = fact;
	const line = { title, source, calls: [] };
	if (billed && !consent[billed])
		return { ...line, did: 'It would be billed', verdict: 'not asked' };
	if (service.interrupted) return { ...line, did: 'It was interrupted', verdict: 'not asked' };
	const before = service.recorded.length;
	const { did, fits } = await findingOf(fact, service);
	const verdict = fits === undefined ? 'open' : fits ? 'yes' : 'no';
	const calls = service.recorded.slice(before);
	return { ...line, did: service.mask.text(did), fits, verdict, calls };
}

/** A call that gets no answer says nothing of what was assumed. */
async function findingOf(fact: Fact, service: Service): Promise<Finding> {
	try {
		return await fact.run(service);
	} catch (error) {
		return { did: messageOf(error) };
	}
}
